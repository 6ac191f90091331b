/** The frame of plugins that work on what the build has written. */
import { join } from 'node:path';
import type { Plugin, ResolvedConfig } from 'vite';

/** When such a plugin acts: `writeBundle` comes before `closeBundle`. */
type Moment = 'writeBundle' | 'closeBundle';

/** A Vite plugin that acts once, on the folder of the build. */
export function onFolder(name: string, moment: Moment, act: (folder: string) => Promise<void>): Plugin {
  let config: ResolvedConfig;
  return {
    name,
    apply: 'build',
    configResolved(resolved) {
      config = resolved;
    },
    [moment]: () => act(join(config.root, config.build.outDir)),
  };
}
