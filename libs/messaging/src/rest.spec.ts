import { Rest } from './rest.js';

const LONG = 60_000;

describe('a rest', () => {
  it('ends by itself', async () => {
    await expect(new Rest().for(1)).resolves.toBeUndefined();
  });

  it('ends at a ring', async () => {
    const rest = new Rest();
    const resting = rest.for(LONG);
    rest.ring();
    await expect(resting).resolves.toBeUndefined();
  });

  it('does not miss a ring that came before it began, and forgets it afterwards', async () => {
    const rest = new Rest();
    rest.ring();
    await rest.for(LONG);
    let over = false;
    const next = rest.for(LONG).then(() => (over = true));
    await Promise.resolve();
    expect(over).toBe(false);
    rest.ring();
    await next;
  });
});
