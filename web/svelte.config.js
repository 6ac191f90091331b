/** Components are written with runes, and a component that a screen reader cannot use does not pass `npm run check`. */
export default { compilerOptions: { runes: true } };
