import { Injectable } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorFunction, type HealthIndicatorResult } from '@nestjs/terminus';

/** What a part says of itself; `reason` is for the operator and shows no secret. */
export type Health = { ok: boolean; reason?: string };
export type HealthProbe = () => Health | Promise<Health>;

const PATIENCE_MS = 2_000;

/** Parts that must work before the service says it is ready: each registers its own. */
@Injectable()
export class HealthIndicatorRegistry {
  private readonly probes = new Map<string, HealthProbe>();

  constructor(private readonly indicators: HealthIndicatorService) {}

  /** @throws Error when the name is taken */
  add(name: string, probe: HealthProbe): void {
    if (this.probes.has(name)) throw new Error(`health indicator ${name} is registered twice`);
    this.probes.set(name, probe);
  }

  /** How each part is just now. */
  async states(): Promise<(Health & { name: string })[]> {
    return Promise.all([...this.probes].map(async ([name, probe]) => ({ name, ...(await ask(probe)) })));
  }

  /** One function per part, for terminus. A part that throws, or is silent for 2 s, is down. */
  functions(): HealthIndicatorFunction[] {
    return [...this.probes].map(([name, probe]) => async (): Promise<HealthIndicatorResult> => {
      const { ok, reason } = await ask(probe);
      const session = this.indicators.check(name);
      return ok ? session.up() : session.down({ reason: reason ?? 'not ready' });
    });
  }
}

async function ask(probe: HealthProbe): Promise<Health> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<Health>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false, reason: `no answer within ${PATIENCE_MS} ms` }), PATIENCE_MS);
  });
  try {
    return await Promise.race([Promise.resolve().then(probe), silence]);
  } catch (error) {
    // The name only: a driver's message may hold an address with a password.
    return { ok: false, reason: error instanceof Error ? error.name : 'failed' };
  } finally {
    clearTimeout(timer);
  }
}
