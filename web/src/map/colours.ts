/** The colours of the map by their names, which the style brings along: for what is drawn over it, and for the legend. */
import type { StyleSpecification } from 'maplibre-gl';

/** What a name that the style has not is drawn in: seen at once. */
const MISSING = '#ff00ff';

export class MapColours {
  readonly #byName: Readonly<Record<string, string>>;

  constructor(style: StyleSpecification) {
    const metadata = style.metadata as Record<string, unknown> | undefined;
    this.#byName = (metadata?.['suuf:colours'] ?? {}) as Record<string, string>;
  }

  readonly colour = (name: string): string => this.#byName[name] ?? MISSING;

  /** Hands them to the style sheets of the page, as `--map-…`. */
  publish(root: HTMLElement): void {
    for (const [name, colour] of Object.entries(this.#byName)) root.style.setProperty(`--map-${name}`, colour);
  }
}
