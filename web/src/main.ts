/** Starts the page. */
import { mount } from 'svelte';
import App from './components/App.svelte';
import { language } from './stores/language.svelte';
import { theme } from './stores/theme.svelte';
import './app.css';

theme.watch();
// A language that does not come leaves the page in French.
await language.restore().catch((error: unknown) => console.warn(error));
const target = document.getElementById('app');
if (target) mount(App, { target });
