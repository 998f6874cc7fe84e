/** Loaded before a program (`node -r`): leaves the most memory it ever held, in bytes, in the file REPORT_PEAK_TO names. */
import { writeFileSync } from 'node:fs';

const KIBIBYTE = 1024;
const file = process.env['REPORT_PEAK_TO'];

process.on('exit', () => {
  if (file !== undefined) writeFileSync(file, String(process.resourceUsage().maxRSS * KIBIBYTE));
});
