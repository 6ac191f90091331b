/** The language of the interface: French first, remembered once somebody chooses. */
import { ApiError, type Text } from '../api/client';
import { LANGUAGES, type Language } from '../format';
import { en } from '../messages/en';
import { fr, type Messages } from '../messages/fr';
import { recall, remember } from './memory';

const KEY = 'suuf.language';
const MESSAGES: Record<Language, Messages> = { fr, en };

class LanguageStore {
  current = $state<Language>(LANGUAGES.find((language) => language === recall(KEY)) ?? LANGUAGES[0]);

  /** All texts in the language in use. */
  get t(): Messages {
    return MESSAGES[this.current];
  }

  choose(language: Language): void {
    this.current = language;
    remember(KEY, language);
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
