import { render } from 'preact';
import { Approval } from './approval';
import { approvals } from './backend';
import { Request } from './request';
import './style.css';

const request = new Request(approvals);
request.start();
render(<Approval request={request} />, document.body);
