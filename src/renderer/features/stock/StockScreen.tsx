import { IconStack2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StockItem } from '../../../contract/station/stock.ts';
import { ActionButton } from '../../components/ActionButton.tsx';
import { MeaningMark } from '../../components/marks/MeaningMark.tsx';
import { Empty } from '../../components/pages/Empty.tsx';
import { Loaded } from '../../components/pages/Loaded.tsx';
import { useFormats } from '../../i18n/format.ts';
import { station } from '../../rpc/client.ts';
import { useMay } from '../../rpc/useSession.ts';
import { barDays, coverLevel, coverWidth, lowDays } from './cover.ts';
import { Movements } from './Movements.tsx';
import { ReceiveDialog } from './ReceiveDialog.tsx';
import classes from './stock.module.css';

/** Paper: what is on hand, how long it lasts, where every sheet went. */
export function StockScreen() {
  const { t } = useTranslation();
  const mayMove = useMay('stock.move');
  const stock = useQuery(station.stock.list.queryOptions());
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [receiving, setReceiving] = useState(false);
  const items = stock.data ?? [];
  const chosen = items.find(({ stockItemId }) => stockItemId === chosenId) ?? items[0];
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('shell.room.stock')}</h1>
        <span className="grow" />
        {mayMove ? (
          <ActionButton
            id="stock.receive"
            keys="F2"
            primary
            label={t('stock.receive')}
            disabled={chosen === undefined}
            onRun={() => setReceiving(true)}
          />
        ) : null}
      </div>
      <Loaded query={stock}>
        {(list) =>
          list.length === 0 || chosen === undefined ? (
            <div className="sheet grow">
              <Empty icon={<IconStack2 size={48} stroke={1.2} />} title={t('stock.empty')}>
                {t('stock.emptyHint')}
              </Empty>
            </div>
          ) : (
            <div className="split">
              <ul className={`grow scroll ${classes['items'] ?? ''}`} aria-label={t('stock.items')}>
                {list.map((item) => (
                  <li key={item.stockItemId}>
                    <StockCard
                      item={item}
                      chosen={item.stockItemId === chosen.stockItemId}
                      onChoose={() => setChosenId(item.stockItemId)}
                    />
                  </li>
                ))}
              </ul>
              <Movements item={chosen} />
            </div>
          )
        }
      </Loaded>
      {receiving && chosen !== undefined ? (
        <ReceiveDialog item={chosen} onClose={() => setReceiving(false)} />
      ) : null}
    </div>
  );
}

function StockCard({
  item,
  chosen,
  onChoose,
}: {
  readonly item: StockItem;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}) {
  const { t } = useTranslation();
  const formats = useFormats();
  const level = coverLevel(item);
  return (
    <button type="button" className={classes['card']} aria-pressed={chosen} onClick={onChoose}>
      <span className="row">
        <strong className="grow cut">{item.name}</strong>
        {level === 'empty' ? <MeaningMark meaning="bad">{t('stock.level.empty')}</MeaningMark> : null}
        {level === 'low' ? <MeaningMark meaning="attention">{t('stock.level.low')}</MeaningMark> : null}
      </span>
      <span className={classes['cover']} aria-hidden>
        <span
          className={classes['coverFill']}
          data-level={level}
          style={{ width: `${coverWidth(item.daysOfCover, item.onHand)}%` }}
        />
        <span className={classes['coverLine']} style={{ left: `${(lowDays / barDays) * 100}%` }} />
      </span>
      <span className={classes['scale']} aria-hidden>
        <span style={{ left: `${(lowDays / barDays) * 100}%` }}>{t('stock.scale', { n: lowDays })}</span>
        <span style={{ right: 0 }}>{t('stock.scale', { n: barDays })}</span>
      </span>
      <span className={classes['numbers']}>
        <span className={classes['big']}>
          {item.daysOfCover === null
            ? t('stock.onHand', { n: formats.count(item.onHand) })
            : item.daysOfCover > 365
              ? t('stock.daysMany')
              : t('stock.days', { n: formats.count(Math.floor(item.daysOfCover)) })}
        </span>
        <span className="soft">
          {item.daysOfCover === null
            ? t('stock.noUse')
            : t('stock.onHand', { n: formats.count(item.onHand) })}
        </span>
        <span className="soft">{t('stock.inBatches', { n: formats.count(item.inBatches) })}</span>
        <span className="soft">{t('stock.reorderAt', { n: formats.count(item.reorderAt) })}</span>
      </span>
      {item.numbered ? (
        <span className="quiet cut">
          {item.ranges.length === 0
            ? t('stock.numbered')
            : item.ranges
                .map(({ first, last, remaining }) => `${first}–${last} (${formats.count(remaining)})`)
                .join(' · ')}
        </span>
      ) : null}
    </button>
  );
}
