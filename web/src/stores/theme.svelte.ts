/** Light or dark: as the machine is set until somebody chooses, and remembered then. */
import { recall, remember } from './memory';

/** What can be chosen. */
export const CHOICES = ['system', 'light', 'dark'] as const;
export type Choice = (typeof CHOICES)[number];
export type Theme = Exclude<Choice, 'system'>;

const KEY = 'suuf.theme';
const DARK = '(prefers-color-scheme: dark)';

/** The theme that a choice comes to on a machine. */
export const themeOf = (choice: Choice, isDarkOutside: boolean): Theme => {
  if (choice !== 'system') return choice;
  return isDarkOutside ? 'dark' : 'light';
};

class ThemeStore {
  choice = $state<Choice>(CHOICES.find((choice) => choice === recall(KEY)) ?? 'system');
  #isDarkOutside = $state(false);

  /** Follows the machine from now on. */
  watch(): void {
    const dark = matchMedia(DARK);
    this.#isDarkOutside = dark.matches;
    dark.addEventListener('change', ({ matches }) => (this.#isDarkOutside = matches));
  }

  get current(): Theme {
    return themeOf(this.choice, this.#isDarkOutside);
  }

  choose(choice: Choice): void {
    this.choice = choice;
    remember(KEY, choice);
  }
}

export const theme = new ThemeStore();
