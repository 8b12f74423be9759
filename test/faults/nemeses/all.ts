import { broker } from './broker.js';
import { clock } from './clock.js';
import { deploy } from './deploy.js';
import { diskFull, slowDisk } from './disk.js';
import { failpoints } from './failpoints.js';
import { kill } from './kill.js';
import { tailLost, topicLost } from './log-loss.js';
import type { Nemesis } from './nemesis.js';
import { lostAnswers, network } from './network.js';
import { oldState } from './old-state.js';
import { pauseProcess } from './pause.js';
import { primaryAway } from './primary.js';
import { recordsDeleted } from './records-deleted.js';
import { poison, replay } from './records.js';
import { resources } from './resources.js';
import { rebalance } from './workers.js';

/** All faults of RELIABILITY.md 7.3. */
export const NEMESES: readonly Nemesis[] = [
  kill,
  pauseProcess,
  broker,
  tailLost,
  topicLost,
  recordsDeleted,
  primaryAway,
  failpoints,
  network,
  lostAnswers,
  diskFull,
  slowDisk,
  clock,
  replay,
  poison,
  rebalance,
  resources,
  oldState,
  deploy,
];
