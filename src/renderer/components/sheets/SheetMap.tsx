import type { InferContractRouterOutputs } from '@orpc/contract';
import { useTranslation } from 'react-i18next';
import type { stationContract } from '../../../contract/station/contract.ts';
import classes from './SheetMap.module.css';

export type SheetMapData = InferContractRouterOutputs<typeof stationContract>['qc']['sheetMap'];
export type SheetState = SheetMapData['sheets'][number]['state'];

const order: readonly SheetState[] = ['passed', 'waiting', 'gap', 'spoiled', 'not_printed', 'cancelled'];

/** Counts of each state that occurs, in the order of the legend. */
export function countStates(
  sheets: SheetMapData['sheets'],
): readonly { readonly state: SheetState; readonly n: number }[] {
  return order
    .map((state) => ({ state, n: sheets.filter((sheet) => sheet.state === state).length }))
    .filter(({ n }) => n > 0);
}

interface SheetMapProps {
  readonly map: SheetMapData;
  readonly current?: number | null;
  readonly onChoose?: (pieceId: string, position: number) => void;
}

/** A batch as its stack: one cell for each sheet, in order. Colour and mark differ, so that neither is needed alone. */
export function SheetMap({ map, current = null, onChoose }: SheetMapProps) {
  const { t } = useTranslation();
  const counts = countStates(map.sheets);
  return (
    <figure className={classes['figure']} aria-label={t('sheetMap.label')}>
      <div className={classes['cells']} data-many={map.sheets.length > 120 ? true : undefined}>
        {map.sheets.map(({ position, pieceId, state }) => {
          const name = t('sheetMap.sheet', { position, state: t(`words.sheetState.${state}`) });
          return onChoose === undefined ? (
            <span
              key={pieceId}
              className={classes['cell']}
              data-state={state}
              data-current={position === current || undefined}
              title={name}
            />
          ) : (
            <button
              key={pieceId}
              type="button"
              tabIndex={-1}
              className={classes['cell']}
              data-state={state}
              data-current={position === current || undefined}
              title={name}
              aria-label={name}
              onClick={() => onChoose(pieceId, position)}
            />
          );
        })}
      </div>
      <figcaption className={classes['legend']}>
        {counts.map(({ state, n }) => (
          <span key={state} className={classes['entry']}>
            <span className={classes['cell']} data-state={state} aria-hidden />
            {t(`words.sheetState.${state}`)} <strong>{n}</strong>
          </span>
        ))}
        {map.doubleScans > 0 ? (
          <span className="quiet">{t('sheetMap.doubles', { n: map.doubleScans })}</span>
        ) : null}
      </figcaption>
      {map.gaps.length > 0 ? (
        <p className={classes['gaps']} role="status">
          {t('sheetMap.gaps', {
            positions: map.gaps.slice(0, 12).join(', ') + (map.gaps.length > 12 ? ' …' : ''),
          })}
        </p>
      ) : null}
    </figure>
  );
}
