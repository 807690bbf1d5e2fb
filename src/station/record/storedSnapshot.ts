import { z } from 'zod';
import { CertificateSnapshot, CustomFields } from '../../domain/certificates/snapshot.ts';

/** A snapshot as the table `certificates` holds it: custom fields are JSON there. */
export const StoredSnapshot = CertificateSnapshot.extend({
  customFields: z
    .string()
    .nullable()
    .transform((text) => (text === null ? null : CustomFields.parse(JSON.parse(text)))),
});
