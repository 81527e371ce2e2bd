import { render } from 'preact';
import { App } from './app';
import { start } from './state/route';
import { startTheme } from './state/theme';
import './ui/theme.css';

startTheme();
start();
const place = document.getElementById('page');
if (place) render(<App />, place);
