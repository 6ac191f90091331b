/** The language of the interface: French first, remembered once somebody chooses. */
import { ApiError, type Text } from '../api/client';
import { LANGUAGES, type Language } from '../format';
import { fr, type Messages } from '../messages/fr';
import { recall, remember } from './memory';

const KEY = 'suuf.language';
/** French is at hand, all else comes when it is wanted. */
const TEXTS: Record<Language, () => Promise<Messages>> = {
  fr: () => Promise.resolve(fr),
  en: async () => (await import('../messages/en')).en,
};

class LanguageStore {
  current = $state<Language>(LANGUAGES[0]);
  /** All texts in the language in use. */
  t = $state.raw<Messages>(fr);
  #wanted: Language = LANGUAGES[0];

  /** Speaks the language that was chosen before. */
  async restore(): Promise<void> {
    const chosen = LANGUAGES.find((language) => language === recall(KEY));
    if (chosen) await this.#speak(chosen);
  }

  async choose(language: Language): Promise<void> {
    await this.#speak(language);
    remember(KEY, this.current);
  }

  /** Has the texts of all languages at hand. */
  async loadAll(): Promise<void> {
    await Promise.all(LANGUAGES.map((language) => TEXTS[language]()));
  }

  async #speak(language: Language): Promise<void> {
    this.#wanted = language;
    const texts = await TEXTS[language]();
    // Who chose again meanwhile gets the later choice.
    if (this.#wanted !== language) return;
    this.t = texts;
    this.current = language;
  }

  /** A text that the server gives in both languages. */
  pick(text: Text): string {
    return text[this.current];
  }

  /** What went wrong, for a person. */
  explain(error: unknown): string {
    if (!(error instanceof ApiError)) return this.t.error.unforeseen;
    if (error.problem) return this.pick(error.problem.message);
    return error.status === null ? this.t.error.unreachable : this.t.error.unexpected(error.status);
  }
}

export const language = new LanguageStore();
