import type { TFunction } from 'i18next';
import type { CalibrationValues } from '../../../../contract/station/printing.ts';

/** A correction in words; what is less than a ruler shows is left out. */
export function shiftText({ rightMm, downMm, scaleX, scaleY }: CalibrationValues, t: TFunction): string {
  const mm = (value: number): string => Math.abs(value).toFixed(1);
  const percent = (scale: number): string => (Math.abs(scale - 1) * 100).toFixed(1);
  const said: string[] = [];
  if (Math.abs(rightMm) >= 0.05)
    said.push(t(rightMm > 0 ? 'calibrate.right' : 'calibrate.left', { mm: mm(rightMm) }));
  if (Math.abs(downMm) >= 0.05)
    said.push(t(downMm > 0 ? 'calibrate.down' : 'calibrate.up', { mm: mm(downMm) }));
  if (Math.abs(scaleX - 1) >= 0.0005)
    said.push(t(scaleX > 1 ? 'calibrate.wider' : 'calibrate.narrower', { percent: percent(scaleX) }));
  if (Math.abs(scaleY - 1) >= 0.0005)
    said.push(t(scaleY > 1 ? 'calibrate.taller' : 'calibrate.shorter', { percent: percent(scaleY) }));
  return said.length === 0 ? t('calibrate.exact') : said.join(', ');
}
