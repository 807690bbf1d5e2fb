import { useMutation } from '@tanstack/react-query';
import type { PublishedTemplate } from '../../../../contract/station/templates.ts';
import { client } from '../../../rpc/client.ts';
import { fileName, saveFile } from './saveFile.ts';

/** Fetches a published version as one file and hands it to the person. */
export function useExportTemplate() {
  return useMutation({
    mutationFn: async ({ templateVersion, title }: PublishedTemplate) =>
      saveFile(await client.templates.export({ templateVersion }), fileName(title, 'zip')),
  });
}
