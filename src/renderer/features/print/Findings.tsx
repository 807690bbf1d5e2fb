import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { BatchPiece } from '../../../contract/station/batches.ts';
import { Validity } from '../../../domain/certificates/validity.ts';
import classes from './print.module.css';

type Finding = BatchPiece['findings'][number];

/** Fields that every certificate has, in words; others are called as the template calls them. */
const knownFields = [
  'issuedName',
  'courseTitle',
  'completionDate',
  'issueDate',
  'certificateNumber',
  'verificationCode',
  'controlNumber',
  'jurisdiction',
  'qr',
  'qrCode',
] as const;

const refusals = ['control', 'directionOverride', 'emoji', 'loneSurrogate', 'privateUse'] as const;

function fieldName(field: string | undefined, t: TFunction): string {
  const known = knownFields.find((one) => one === field);
  return known === undefined ? (field ?? '') : t(`fieldNames.${known}`);
}

function reasonText(reason: string | undefined, t: TFunction): string {
  const known = refusals.find((one) => one === reason);
  return known === undefined ? (reason ?? '') : t(`refusedAs.${known}`);
}

function validityText(validity: string | undefined, t: TFunction): string {
  const known = Validity.safeParse(validity);
  return known.success ? t(`words.validity.${known.data}`) : (validity ?? '');
}

/** A finding in a sentence; what was found before sentences were kept is shown as it was written. */
export function findingText({ kind, values = {}, detail }: Finding, t: TFunction): string {
  if (kind === undefined) return detail;
  return t(`findingSays.${kind}`, {
    ...values,
    reason: reasonText(values['reason'], t),
    validity: validityText(values['validity'], t),
    field: fieldName(values['field'], t),
    other: fieldName(values['other'], t),
  });
}

/** What is wrong on a page, one sentence each. */
export function Findings({ findings }: { readonly findings: readonly Finding[] }) {
  const { t } = useTranslation();
  return findings.map((finding) => (
    <p key={`${finding.code} ${finding.detail}`} className={classes['finding']}>
      <strong>{t(`words.finding.${finding.code}`)}</strong> {findingText(finding, t)}
    </p>
  ));
}
