import { render } from 'preact';
import { App } from './app';
import { accounts, npm } from './backend';
import { loadBrands } from './brand';
import { follow } from './language';
import { wear } from './looks';
import { Standing } from './standing';
import { Desk } from './state';
import './style.css';
import './controls.css';

// Tauri's own `freezePrototype` comes before the signals library has given its classes a `toString`, and breaks it.
Object.freeze(Object.prototype);

const desk = new Desk(accounts);
desk.start();
wear();
follow();
render(<App desk={desk} standing={new Standing(npm)} />, document.body);
void loadBrands();
