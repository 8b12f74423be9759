import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
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
    browser = await chromium.launch({ executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium', args: FLAGS });
    for (const [name, path] of Object.entries(CALLS))
      await eventually(async () => (await system.client(name as keyof typeof CALLS).get(path)).status === 200, {
        timeoutMs: 60_000,
      });
  });
  afterAll(async () => {
    await browser?.close();
    await system?.stop();
  });

  const open = async (service: (typeof SERVICES)[number]): Promise<Page> => {
    const page = await (await browser.newContext()).newPage();
    page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
    page.on('pageerror', (error) => void complaints.push(error.message));
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

  /** Try it out: the status and body that the page shows. */
  const tryOut = async (page: Page, path: string): Promise<{ status: string; body: string }> => {
    const operation: Locator = page.locator('.opblock-get').filter({ has: page.locator(`[data-path="${path}"]`) });
    await operation.locator('.opblock-summary-control').click(WAIT);
    await operation.locator('.try-out__btn').click(WAIT);
    await operation.locator('button.execute').click(WAIT);
    const answer = operation.locator('.live-responses-table .response').first();
    await answer.waitFor(WAIT);
    return {
      status: ((await answer.locator('.response-col_status').textContent()) ?? '').trim().slice(0, 3),
      body: (await answer.locator('.highlight-code').first().textContent()) ?? '',
    };
  };

  it('signs in once with PKCE and calls all four services from the explorer of reports', async () => {
    const page = await open('reports');
    await signIn(page, ADMINISTRATOR);
    for (const service of SERVICES) {
      await page.locator('.topbar select, #select').first().selectOption({ label: service }, WAIT);
      await page.locator('.info .title', { hasText: titleOf(service) }).waitFor(WAIT);
      const { status, body } = await tryOut(page, CALLS[service]);
      expect({ service, status }).toEqual({ service, status: '200' });
      expect(body.length).toBeGreaterThan(2);
    }
    await page.context().close();
  });

  it.each(SERVICES)('signs in and calls on the page of %s alone', async (service) => {
    const page = await open(service);
    await signIn(page, ADMINISTRATOR);
    expect((await tryOut(page, CALLS[service])).status).toBe('200');
    await page.context().close();
  });

  it('answers a call without signing in with 401', async () => {
    const page = await open('registry');
    expect((await tryOut(page, '/v1/me')).status).toBe('401');
    await page.context().close();
    complaints.splice(0); // the browser itself reports a 401 on its console
  });

  it('breaks no policy and no script on the way', () => {
    expect(complaints).toEqual([]);
  });

  const titles = new Map<string, string>();
  const titleOf = (service: string): string => titles.get(service) ?? '';
  beforeAll(async () => {
    for (const service of SERVICES) {
      const document = (await (await fetch(`${system.one(service).url}/docs-json`)).json()) as {
        info: { title: string };
      };
      titles.set(service, document.info.title);
    }
  });
});
