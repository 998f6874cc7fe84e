/** Loaded before a program (`node -r`): leaves the most memory it ever held, in bytes, in the file REPORT_PEAK_TO names. */
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const KIBIBYTE = 1024;
const file = process.env['REPORT_PEAK_TO'];

process.on('exit', () => {
  if (file !== undefined && isMainThread)
    writeFileSync(file, String(process.resourceUsage().maxRSS * KIBIBYTE));
});
