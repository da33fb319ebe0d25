import { render } from 'preact';
import { App } from './app';
import { accounts } from './backend';
import { Desk } from './state';
import './style.css';

const desk = new Desk(accounts);
desk.start();
render(<App desk={desk} />, document.body);
