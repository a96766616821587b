import '../shared/base.css';
import '../shared/header.css';
import './styles/console.css';
import './styles/parts.css';
import './styles/calls.css';
import './styles/call.css';
import './styles/usage.css';
import './styles/place.css';
import { render } from 'preact';
import { App } from './app';

const main = document.getElementById('main') as HTMLElement;
main.replaceChildren();
render(<App />, main);
