import type { CompiledTemplate, DrawnField } from '../compiledTemplate.ts';
import { drawField } from '../drawField.ts';
import type { Finding } from '../findings.ts';
import { points } from '../pdf/syntax.ts';
import { overlap, within } from '../rectangle.ts';
import type { FieldValues } from '../template/fieldValues.ts';
import type { TemplateField } from '../template/format.ts';

/** What is on record about the certificate that a sheet is to show. */
export interface SheetRecord {
  readonly validity: 'active' | 'revoked' | 'superseded';
  /** Id of the template that the certificate was issued with. */
  readonly templateVersion: string;
}

/** Ink that meets within this many points is taken for touching, not overlapping (0.1 mm). */
const SLACK = 0.28;

/**
 * Everything about a sheet that shows without rasterising it: the record, the values, fit, overlaps and margins.
 * Empty when the sheet may be printed as far as this can tell.
 */
export function checkSheet(
  compiled: CompiledTemplate,
  values: FieldValues,
  record: SheetRecord | undefined,
): readonly Finding[] {
  const findings: Finding[] = [];
  if (record !== undefined && record.validity !== 'active') {
    findings.push({ kind: 'notActive', validity: record.validity });
  }
  if (record !== undefined && record.templateVersion !== compiled.id) {
    findings.push({ kind: 'otherTemplate', wanted: record.templateVersion, used: compiled.id });
  }
  const drawn = compiled.fields.map((compiledField) => ({
    field: compiledField.field,
    drawn: drawField(compiled, compiledField, values),
  }));
  for (const each of drawn) findings.push(...each.drawn.findings);
  return [...findings, ...placeFindings(compiled, drawn)];
}

interface Placed {
  readonly field: TemplateField;
  readonly drawn: DrawnField;
}

function placeFindings(compiled: CompiledTemplate, placed: readonly Placed[]): Finding[] {
  const findings: Finding[] = [];
  const { safeZoneMm: safe } = compiled.template;
  const clear = {
    left: points(safe.left),
    bottom: points(safe.bottom),
    right: compiled.pageWidth - points(safe.right),
    top: compiled.pageHeight - points(safe.top),
  };
  for (const [index, { field, drawn }] of placed.entries()) {
    if (drawn.ink === undefined) continue;
    if (!within(drawn.ink, clear, SLACK)) findings.push({ kind: 'outsideMargin', field: field.id });
    for (const other of placed.slice(index + 1)) {
      if (other.field.side !== field.side || other.drawn.ink === undefined) continue;
      if (overlap(drawn.ink, other.drawn.ink, SLACK)) {
        findings.push({ kind: 'overlap', field: field.id, other: other.field.id });
      }
    }
  }
  return findings;
}
