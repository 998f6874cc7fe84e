/** A thread beside the command's own: decides the slices that it is handed, one after another. */
import 'reflect-metadata';
import { parentPort, workerData } from 'node:worker_threads';
import { registryTimelines } from '@gatekeeper/adjudication';
import { everyoneIn, VisitMarks } from '@gatekeeper/offline';
import { policyAsked } from './policy-options';
import type { RowsToDecide } from './slice-decider';
import { SliceDecider } from './slice-decider';
import type { AnsweredSlice, DecidingThread } from './slice-deciders';

const port = parentPort;
if (port === null) throw new Error('this is a thread of the command check, no command');
// What `DecidingThreads` hands over, in this very process.
const told = workerData as DecidingThread;
const decider = new SliceDecider(
  everyoneIn(registryTimelines(told.records)),
  policyAsked(told.policy).policy,
  new VisitMarks(told.marks),
  told,
);

port.on('message', (rows: RowsToDecide) => {
  const decided = decider.decide(rows);
  const answered: AnsweredSlice = { decided, bytes: rows.bytes };
  port.postMessage(answered, [decided.decisions.buffer, rows.bytes.buffer]);
});
