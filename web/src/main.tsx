import { render } from 'preact';
import { App } from './app';
import { askEarly } from './state/query';
import { filters, route, start, undated } from './state/route';
import { startTheme } from './state/theme';
import './ui/theme.css';

startTheme();
start();
if (route.value.view === 'explore') askEarly('incidents/points', undated(filters.value)); // the slowest first
const place = document.getElementById('page');
if (place) render(<App />, place);
