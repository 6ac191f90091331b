/** The icons of the map, of which the build makes the sprite sheet, for what explains it. */
const drawings = import.meta.glob<string>('./icons/*.svg', { query: '?raw', import: 'default', eager: true });

/** The path data of an icon; empty when there is none of that name. */
export const pathOf = (name: string): string => / d="([^"]+)"/.exec(drawings[`./icons/${name}.svg`] ?? '')?.[1] ?? '';

export const hasIcon = (name: string): boolean => `./icons/${name}.svg` in drawings;
