import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { EVENT_TYPES } from '#contracts';
import { ADMINISTRATOR, eventually, freePort, startSystem, type System } from '#testing';

jest.setTimeout(300_000);

const SERVICES = ['registry', 'meetings', 'inspection', 'reports'] as const;
/** One call on each service, that needs a token and, but for the first and last, a right. */
const CALLS: Record<(typeof SERVICES)[number], string> = {
  registry: '/v1/me',
  meetings: '/v1/dead-letters',
  inspection: '/v1/dead-letters',
  reports: '/v1/measures',
};
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const WAIT = { timeout: 60_000 };

/** Sets variables for what is started meanwhile, and puts back what was there. */
async function withVariables<T>(variables: Record<string, string | undefined>, work: () => Promise<T>): Promise<T> {
  const before = Object.fromEntries(Object.keys(variables).map((name) => [name, process.env[name]]));
  const set = (values: Record<string, string | undefined>): void => {
    for (const [name, value] of Object.entries(values))
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  };
  set(variables);
  try {
    return await work();
  } finally {
    set(before);
  }
}

describe('Swagger in a browser', () => {
  let system: System;
  let browser: Browser;
  const complaints: string[] = [];
  const titles = new Map<string, string>();

  beforeAll(async () => {
    const ports = Object.fromEntries(
      await Promise.all(SERVICES.map(async (name) => [name, String(await freePort())] as const)),
    );
    const address = (name: string): string => `http://127.0.0.1:${ports[name]}`;
    const variables = {
      OIDC_ISSUER: undefined, // an issuer of its own, which knows these pages
      CORS_ORIGINS: SERVICES.map(address).join(','),
      SERVICE_DOCS: SERVICES.map((name) => `${name}=${address(name)}`).join(','),
    };
    const envOf = Object.fromEntries(SERVICES.map((name) => [name, { PORT: ports[name]! }]));
    system = await withVariables(variables, () => startSystem({ envOf }));
    // The first root makes the first administrator known to all services.
    const root = {
      code: 'TW',
      name: 'Trung ương',
      kind: 'centre',
      level: 'centre',
      parentId: null,
      from: '2000-01-01',
    };
    await system.client('registry').post('/v1/units', root);
    browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium', args: FLAGS });
    for (const [name, path] of Object.entries(CALLS))
      await eventually(async () => (await system.client(name as keyof typeof CALLS).get(path)).status === 200, {
        timeoutMs: 60_000,
      });
    for (const service of SERVICES) {
      const answer = await fetch(`${system.one(service).url}/docs-json`);
      titles.set(service, ((await answer.json()) as { info: { title: string } }).info.title);
    }
  });
  afterAll(async () => {
    await browser?.close();
    await system?.stop();
  });

  const newPage = async (): Promise<Page> => {
    const page = await (await browser.newContext()).newPage();
    page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
    page.on('pageerror', (error) => void complaints.push(error.message));
    return page;
  };
  const open = async (service: (typeof SERVICES)[number]): Promise<Page> => {
    const page = await newPage();
    await page.goto(`${system.one(service).url}/docs`, WAIT);
    await page.locator('.opblock').first().waitFor(WAIT);
    return page;
  };

  /** Authorize: the window of the issuer, a person of the list, and back. */
  const signIn = async (page: Page, person: string): Promise<void> => {
    await page.locator('.auth-wrapper > button.authorize').first().click(WAIT);
    const form = page.locator('.auth-container').filter({ has: page.locator('h4', { hasText: 'sign-in' }) });
    const [popup] = await Promise.all([page.waitForEvent('popup', WAIT), form.locator('button.authorize').click(WAIT)]);
    const closed = popup.waitForEvent('close', WAIT);
    await popup.locator(`button[value="${person}"]`).click(WAIT);
    await closed;
    await form.locator('button', { hasText: 'Logout' }).waitFor(WAIT);
    await page.locator('.btn-done').first().click(WAIT);
  };

  /** Try it out: the status and body that the page shows, after the call went to that service. */
  const tryOut = async (page: Page, service: (typeof SERVICES)[number]): Promise<{ status: string; body: string }> => {
    const path = CALLS[service];
    const operation: Locator = page.locator('.opblock-get').filter({ has: page.locator(`[data-path="${path}"]`) });
    await operation.locator('.opblock-summary-control').click(WAIT);
    // A route of the same name, tried on the service before, comes up ready to execute.
    await operation.locator('.try-out__btn').waitFor(WAIT);
    if (!(await operation.locator('button.execute').isVisible())) await operation.locator('.try-out__btn').click(WAIT);
    const called = page.waitForResponse((answer) => answer.url().startsWith(system.one(service).url + path), WAIT);
    await operation.locator('button.execute').click(WAIT);
    await called;
    const answer = operation.locator('.live-responses-table .response').first();
    await answer.waitFor(WAIT);
    const shown = {
      status: ((await answer.locator('.response-col_status').textContent()) ?? '').trim().slice(0, 3),
      body: (await answer.locator('.highlight-code').first().textContent()) ?? '',
    };
    // Closed again, since a route of the same name on the next service would come up open.
    await operation.locator('.opblock-summary-control').click(WAIT);
    return shown;
  };

  it('signs in once with PKCE and calls all four services from the explorer of reports', async () => {
    const page = await open('reports');
    await signIn(page, ADMINISTRATOR);
    for (const service of SERVICES) {
      await page.locator('.topbar select, #select').first().selectOption({ label: service }, WAIT);
      await page.locator('.info .title', { hasText: titles.get(service) }).waitFor(WAIT);
      const { status, body } = await tryOut(page, service);
      expect({ service, status }).toEqual({ service, status: '200' });
      expect(body.length).toBeGreaterThan(2);
    }
    await page.context().close();
  });

  it.each(SERVICES)('signs in and calls on the page of %s alone', async (service) => {
    const page = await open(service);
    await signIn(page, ADMINISTRATOR);
    expect((await tryOut(page, service)).status).toBe('200');
    await page.context().close();
  });

  it('answers a call without signing in with 401', async () => {
    const page = await open('registry');
    expect((await tryOut(page, 'registry')).status).toBe('401');
    await page.context().close();
    complaints.splice(0); // the browser itself reports a 401 on its console
  });

  it('shows every event with its fields and a sample on a page that the explorer of reports names', async () => {
    const page = await newPage();
    await page.goto(`${system.one('reports').url}/docs`, WAIT);
    const link = page.locator('.info a[href="/docs/events"]');
    await page.goto(new URL((await link.getAttribute('href', WAIT))!, page.url()).href, WAIT);
    for (const type of EVENT_TYPES) {
      const section = page.locator(`[id="${type}"]`);
      await section.locator('h2', { hasText: type }).waitFor(WAIT);
      expect(await section.locator('td code').count()).toBeGreaterThan(2);
      const sample = JSON.parse((await section.locator('pre').first().innerText(WAIT)) || '{}') as { type?: string };
      expect(sample.type).toBe(type);
    }
    await page.locator('nav a', { hasText: 'opinion-recorded' }).click(WAIT);
    await page.locator('section:target h2', { hasText: 'meetings.opinion-recorded.v1' }).waitFor(WAIT);
    await page.context().close();
  });

  it('breaks no policy and no script on the way', () => {
    expect(complaints).toEqual([]);
  });
});
