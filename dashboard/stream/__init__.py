"""What trains, sent once to all who watch it.

    store <- reader -> channels, one an experiment -> watchers, one a tab -> WebSocket -> feed.js

One **reader** looks at the store for everybody: at experiments that somebody watches and that are not over. What is
new goes to the experiment's **channel**, which keeps all that was recorded so far and encodes each piece once.
A **watcher** is a tab; it knows how far each experiment was sent to it. A newcomer gets everything so far, then only
what is new; one whose browser or network is slow gets fewer, larger messages, for what is not sent yet is not queued.

A tab says `{"watch": 12, "after": 340, "weights": true, "readings": {"own": false, "edition": "", "first": 0,
"count": 20}}`, again whenever it wants something else, `{"unwatch": 12}`, and `{"heard": 17}` for every message.
A message is one experiment's news, as JSON with numbers in base64; `dashboard/components/stream/types.d.ts` describes
it.
"""
