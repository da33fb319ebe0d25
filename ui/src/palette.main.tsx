import { render } from 'preact';
import { palette } from './backend';
import { follow } from './language';
import { followSettings, wear } from './looks';
import { Palette } from './palette';
import './style.css';
import './controls.css';

// Tauri's own `freezePrototype` comes before the signals library has given its classes a `toString`, and breaks it.
Object.freeze(Object.prototype);

followSettings(palette);
wear();
follow('palette-title');
render(<Palette backend={palette} />, document.body);
