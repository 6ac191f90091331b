/** What the page says and how it reads attributes: in French, or in English where the browser asks for that first. */
import codeLists from '../../data/code_lists.json';
import type { Reading } from '../src/attributes';
import type { Language } from '../src/format';
import { en } from '../src/messages/en';
import { fr } from '../src/messages/fr';

export const language: Language = navigator.language.startsWith('en') ? 'en' : 'fr';
export const t = language === 'en' ? en : fr;

type Code = { code: string; label: Record<Language, string> };
const LISTS = codeLists as Record<string, Code[]>;

/** Other features are not at hand here: what names one is left out, departments keep their code. */
export const reading: Reading = {
  t,
  language,
  departments: [],
  label: (list, code) => LISTS[list]?.find((entry) => entry.code === code)?.label[language] ?? code,
  nameOf: () => null,
  blockOf: () => null,
};

/** The texts of MapLibre's own buttons. */
export const locale: Record<string, string> = {
  'Map.Title': t.map.label,
  'NavigationControl.ZoomIn': t.map.zoomIn,
  'NavigationControl.ZoomOut': t.map.zoomOut,
  'AttributionControl.ToggleAttribution': t.legend.sources,
};

/** Why the map does not open. */
export const HOW_TO_OPEN: Record<Language, string> = {
  fr: 'La carte ne s’ouvre pas. Ce dossier doit être lu par un serveur de fichiers, comme dit dans LISEZMOI.txt.',
  en: 'The map does not open. This folder has to be read through a file server, as README.txt says.',
};
