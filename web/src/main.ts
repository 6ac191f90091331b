/** Starts the page. */
import { mount } from 'svelte';
import App from './components/App.svelte';
import { theme } from './stores/theme.svelte';
import './app.css';

theme.watch();
const target = document.getElementById('app');
if (target) mount(App, { target });
