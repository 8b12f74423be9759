import { Store } from '#mongo';
import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TopicSetup } from './kafka/topic-setup.js';
import { within } from './within.js';

/** How long Kafka and MongoDB may take to answer, unless the command line says otherwise. */
const PATIENCE_SECONDS = 120;

/**
 * The whole of a migrate.ts: brings the store of a service and the topics to the shape this code knows, by the very code a
 * service runs at its boot, and ends the process: 0, or 1 with one line on standard error. Nothing else is started: the
 * application is made, not initialised. Safe to run at any time, beside running services and beside itself.
 */
export async function migrateService(module: Type | DynamicModule, service: string): Promise<never> {
  const patienceMs = Number(process.argv[2] ?? PATIENCE_SECONDS) * 1_000;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(143));
  try {
    const app = await NestFactory.create(module, { bufferLogs: true, abortOnError: false });
    await allDone(patienceMs, [storeStep(app.get(Store)), topicsStep(app.get(TopicSetup))]);
  } catch (error) {
    process.stderr.write(`${service} was not migrated: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
  process.stdout.write(`${service}: store and topics are as this version needs them\n`);
  process.exit(0);
}

/** Something that gets done in the background, and what keeps it from being done. */
type Step = { done: Promise<unknown>; why: () => string };

function storeStep(store: Store): Step {
  store.open();
  return { done: store.ready(), why: () => store.state.reason ?? '' };
}

function topicsStep(topics: TopicSetup): Step {
  topics.start();
  const made = async (): Promise<void> => {
    await topics.settled();
    if (!topics.state.ok) throw new Error(topics.state.reason);
  };
  return { done: made(), why: () => topics.state.reason ?? '' };
}

async function allDone(patienceMs: number, steps: Step[]): Promise<void> {
  const undone = new Set(steps);
  const work = Promise.all(steps.map((step) => step.done.then(() => undone.delete(step))));
  const late = (): string => `${[...undone].map((step) => step.why()).join('; ')} (after ${patienceMs / 1_000} s)`;
  await within(patienceMs, work, { late });
}
