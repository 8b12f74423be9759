import { countRequest } from './http.metrics.js';
import { exposition, gauge, onScrape } from './registry.js';

const request = { method: 'GET', route: '/v1/units/:id', status: 200, seconds: 0.02, stream: false };
/** What is read for a scrape is kept for 2 s. */
const later = (): void => void jest.spyOn(performance, 'now').mockReturnValue((clock += 10_000));
let clock = 1e9;

describe('metrics', () => {
  beforeEach(later);
  afterEach(() => jest.restoreAllMocks());

  it('count a request by method, route and status, and know no others', async () => {
    countRequest(request);
    countRequest({ ...request, method: 'NGUYENVANTHU', route: undefined, status: 404 });
    const { text } = await exposition();
    expect(text).toContain('lien_cap_http_requests_total{method="GET",route="/v1/units/:id",status="200"} 1');
    expect(text).toContain('lien_cap_http_requests_total{method="OTHER",route="(none)",status="404"} 1');
    expect(text).not.toContain('NGUYEN');
  });

  it('leave the length of an event stream out', async () => {
    countRequest({ ...request, route: '/v1/stream', stream: true, seconds: 4_000 });
    const { text } = await exposition();
    expect(text).toContain('lien_cap_http_requests_total{method="GET",route="/v1/stream",status="200"} 1');
    expect(text).not.toMatch(/duration_seconds_\w+\{.*\/v1\/stream/);
  });

  it('read gauges when somebody asks, once for those who ask at the same time or soon after', async () => {
    const depth = gauge({ name: 'lien_cap_test_depth', help: 'For this test' });
    let reads = 0;
    const end = onScrape('test', [depth], () => depth.set(++reads));
    expect(reads).toBe(0);
    const [one] = await Promise.all([exposition(), exposition()]);
    await exposition();
    expect(one.text).toContain('lien_cap_test_depth 1');
    expect(reads).toBe(1);
    later();
    expect((await exposition()).text).toContain('lien_cap_test_depth 2');
    end();
    later();
    await exposition();
    expect(reads).toBe(2);
  });

  it('leave out and count what cannot be read, and tell the rest', async () => {
    const plain = gauge({ name: 'lien_cap_test_plain', help: 'For this test' });
    const labelled = gauge({ name: 'lien_cap_test_labelled', help: 'For this test', labels: ['part'] });
    let away = false;
    const end = onScrape('flaky', [plain, labelled], () => {
      plain.set(7);
      if (away) throw new Error('the store is away');
      labelled.set({ part: 'x' }, 8);
    });
    expect((await exposition()).text).toContain('lien_cap_test_labelled{part="x"} 8');
    away = true;
    later();
    const { text } = await exposition();
    end();
    expect(text).not.toMatch(/^lien_cap_test_(plain|labelled)[ {]/m);
    expect(text).toContain('lien_cap_metrics_read_failures_total{part="flaky"} 1');
    expect(text).toContain('lien_cap_http_requests_total');
  });
});
