// Server-sent events over fetch, since EventSource can send no token. As small as the standard allows.

/**
 * Opens a stream. `events` holds what has come so far; `until(wanted)` resolves with the first event that is wanted.
 * @param {{url: string, token: string, lastEventId?: string}} from
 */
export async function openStream({ url, token, lastEventId }) {
  const gone = new AbortController();
  const headers = { authorization: `Bearer ${token}`, accept: 'text/event-stream' };
  if (lastEventId) headers['last-event-id'] = lastEventId;
  const answer = await fetch(url, { headers, signal: gone.signal });
  const stream = { status: answer.status, events: [], lastEventId, until, close: () => gone.abort() };
  const waiting = new Set();
  let ended = null;
  if (answer.status === 200)
    void follow()
      .catch(end)
      .then(() => end(new Error('the stream ended')));
  else end(new Error(`${answer.status} ${await answer.text()}`));
  return stream;

  function end(error) {
    ended ??= error;
    for (const waiter of waiting) waiter.reject(ended);
    waiting.clear();
  }

  async function follow() {
    let rest = '';
    const decoder = new TextDecoder();
    for await (const chunk of answer.body) {
      rest += decoder.decode(chunk, { stream: true });
      const blocks = rest.split(/\r?\n\r?\n/);
      rest = blocks.pop();
      for (const block of blocks) take(block);
    }
  }

  function take(block) {
    const fields = {};
    for (const line of block.split(/\r?\n/)) {
      const [, name, value] = /^(\w+): ?(.*)$/.exec(line) ?? [];
      if (name) fields[name] = name === 'data' && fields.data !== undefined ? `${fields.data}\n${value}` : value;
    }
    if (fields.id !== undefined) stream.lastEventId = fields.id;
    if (fields.data === undefined) return;
    const event = { id: stream.lastEventId, event: fields.event ?? 'message', data: JSON.parse(fields.data) };
    stream.events.push(event);
    for (const waiter of waiting) if (waiter.wanted(event)) waiter.resolve(event);
  }

  function until(wanted, patience = 30_000) {
    const there = stream.events.find(wanted);
    if (there) return Promise.resolve(there);
    if (ended) return Promise.reject(ended);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => settle(reject)(new Error('the event did not come in time')), patience);
      const settle = (done) => (value) => {
        clearTimeout(timer);
        waiting.delete(waiter);
        done(value);
      };
      const waiter = { wanted, resolve: settle(resolve), reject: settle(reject) };
      waiting.add(waiter);
    });
  }
}
