import { unzipSync } from 'fflate';
import { MAX_FILE_BYTES, openTemplatePackage } from '../../documents/template/templatePackage.ts';

/**
 * What is wrong with a package that came as this version; null when it is what it says. The version is the SHA-256 of the
 * package's content: it must come out again. Takes longer than a frame.
 */
export function packageProblem(file: Uint8Array, templateVersion: string): string | null {
  let files: Map<string, Uint8Array>;
  try {
    files = new Map(
      Object.entries(unzipSync(file, { filter: ({ originalSize }) => originalSize <= MAX_FILE_BYTES })),
    );
  } catch (problem) {
    return problem instanceof Error ? problem.message : String(problem);
  }
  const opened = openTemplatePackage(files);
  if (!opened.ok) return opened.error.map((fault) => `${fault.at}: ${fault.message}`).join('; ');
  return opened.value.id === templateVersion ? null : `its content is that of version ${opened.value.id}`;
}
