/** The server of the central-verify bench, in a process of its own: `node verifyServer.ts <database URL>`. */
import { serve } from '../../../src/central/commands/serve.ts';
import { benchSettings, quietPorts } from './benchSchool.ts';

const running = await serve(benchSettings(process.argv[2] ?? ''), { host: '127.0.0.1', port: 0 }, quietPorts);
process.send?.(running.url);
process.once('disconnect', () => void running.stop().then(() => process.exit(0)));
