/** Names each survivor as soon as it is known: a run takes long, and the first of them can be looked at meanwhile. */
import { relative } from 'node:path';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';

class SurvivorsReporter {
  /** @param {{ status: string, fileName: string, mutatorName: string, replacement?: string, location: { start: { line: number, column: number } } }} result */
  onMutantTested({ status, fileName, mutatorName, replacement, location: { start } }) {
    if (status !== 'Survived' && status !== 'NoCoverage') return;
    const place = `${relative(process.cwd(), fileName)}:${start.line}:${start.column}`;
    process.stdout.write(`survived so far: ${place}  ${mutatorName}  →  ${replacement ?? ''}\n`);
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Reporter, 'survivors', SurvivorsReporter)];
