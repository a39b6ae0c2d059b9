// The agent's page: a list that refreshes itself, one case beside it, and a composer that loses no word.
import './inbox-actions.js';
import './case-moves.js';
import './inbox-messages.js';
import './sent-answers.js';
import './inbox-keys.js';
import { adoptAll } from './inbox-patch.js';
import { composeIn } from './inbox-composer.js';
import { markOpen, shown, toEnd } from './inbox-desk.js';
import './inbox-live.js';

adoptAll(document);
markOpen();
if (shown()) {
  composeIn(document.getElementById('case'));
  toEnd();
}
