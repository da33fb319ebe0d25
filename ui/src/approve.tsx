import { render } from 'preact';
import { Approval } from './approval';
import { approvals } from './backend';
import { follow } from './language';
import { followSettings, wear } from './looks';
import { Request } from './request';
import './style.css';
import './controls.css';

// Tauri's own `freezePrototype` comes before the signals library has given its classes a `toString`, and breaks it.
Object.freeze(Object.prototype);

const request = new Request(approvals);
request.start();
followSettings(approvals);
wear();
follow('approval-request');
// No marks of issuers here: what asks would borrow the looks of whom it names.
render(<Approval request={request} />, document.body);
