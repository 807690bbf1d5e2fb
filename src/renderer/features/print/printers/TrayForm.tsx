import { NumberInput, SegmentedControl, Select, Switch } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageOrientation, Printer, TraySettings } from '../../../../contract/station/printing.ts';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { useFormats } from '../../../i18n/format.ts';
import { station } from '../../../rpc/client.ts';
import { queries } from '../../../rpc/queries.ts';
import { CalibrationWalk } from './CalibrationWalk.tsx';
import { shiftText } from './shift.ts';
import classes from './printers.module.css';

interface TrayFormProps {
  readonly printer: Printer;
  readonly tray: TraySettings;
}

const refresh = () => queries.invalidateQueries({ queryKey: station.printing.settings.key() });
const ways: readonly PageOrientation[] = ['landscape', 'portrait'];

/** One tray: what lies in it, how sheets come out, and where the printer puts what it is told. */
export function TrayForm({ printer, tray }: TrayFormProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const papers = useQuery(station.stock.list.queryOptions());
  const [form, setForm] = useState(tray);
  const [walking, setWalking] = useState<PageOrientation | null>(null);
  const change = (part: Partial<TraySettings>) => setForm({ ...form, ...part });
  const save = useMutation({
    ...station.printing.saveSettings.mutationOptions(),
    onSuccess: () => {
      notifications.show({ message: t('printers.saved') });
      return refresh();
    },
  });
  const drop = useMutation({ ...station.printing.saveCalibration.mutationOptions(), onSuccess: refresh });
  const { printerId } = printer;
  return (
    <div className={classes['columns']}>
      <section className="sheet pad stack" style={{ gap: 16 }} aria-label={tray.name}>
        <Select
          label={t('printers.paper')}
          description={t('printers.paperHint')}
          placeholder={t('printers.noPaper')}
          data={(papers.data ?? []).map((paper) => ({ value: paper.stockItemId, label: paper.name }))}
          value={form.stockItemId}
          onChange={(stockItemId) => change({ stockItemId })}
          clearable
        />
        <div className="stack">
          <span>{t('printers.output')}</span>
          <SegmentedControl
            aria-label={t('printers.output')}
            value={form.output}
            onChange={(output) => change({ output })}
            data={[
              { value: 'face_down', label: t('printers.face_down') },
              { value: 'face_up', label: t('printers.face_up') },
            ]}
          />
          <span className="soft">
            {t(form.output === 'face_up' ? 'printers.faceUpHint' : 'printers.faceDownHint')}
          </span>
        </div>
        <Select
          label={t('printers.duplex')}
          data={[
            { value: 'none', label: t('printers.none_duplex') },
            { value: 'long_edge', label: t('printers.long_edge') },
            { value: 'short_edge', label: t('printers.short_edge') },
          ]}
          value={form.duplex}
          onChange={(duplex) => {
            if (duplex !== null) change({ duplex });
          }}
          allowDeselect={false}
        />
        <Switch
          label={t('printers.marks')}
          description={t('printers.marksHint')}
          checked={form.marks}
          onChange={(event) => change({ marks: event.currentTarget.checked })}
        />
        <NumberInput
          label={t('printers.dpi')}
          description={t('printers.dpiHint')}
          min={72}
          max={2400}
          step={50}
          allowDecimal={false}
          value={form.dpi}
          onChange={(dpi) => change({ dpi: Number(dpi) })}
          w={240}
        />
        <div className="row">
          <ActionButton
            id="printers.save"
            keys="F2"
            primary
            label={t('printers.save')}
            loading={save.isPending}
            disabled={form.dpi < 72}
            onRun={() => {
              const { stockItemId, output, duplex, marks, dpi } = form;
              save.mutate({ printerId, tray: tray.tray, stockItemId, output, duplex, marks, dpi });
            }}
          />
        </div>
      </section>
      <section className="sheet pad stack" aria-label={t('printers.calibration')}>
        <h2 className="section">{t('printers.calibration')}</h2>
        {ways.map((way) => {
          const measured = tray.calibration[way];
          return (
            <div key={way} className={classes['way']}>
              <span className="stack" style={{ gap: 0 }}>
                <strong>{t(`printers.${way}`)}</strong>
                <span className="soft">
                  {measured === null
                    ? t('printers.notMeasured')
                    : t('printers.measured', {
                        shift: shiftText(measured, t),
                        at: formats.instant(measured.measuredAt),
                      })}
                </span>
              </span>
              <span className="row wrap">
                <ActionButton
                  id={`printers.calibrate.${way}`}
                  keys={way === 'landscape' ? 'M' : 'N'}
                  label={t('printers.calibrate', { way: t(`printers.${way}`) })}
                  onRun={() => setWalking(way)}
                />
                {measured === null ? null : (
                  <ActionButton
                    id={`printers.drop.${way}`}
                    label={t('printers.drop', { way: t(`printers.${way}`) })}
                    loading={drop.isPending}
                    onRun={() =>
                      drop.mutate({ printerId, tray: tray.tray, orientation: way, calibration: null })
                    }
                  />
                )}
              </span>
            </div>
          );
        })}
      </section>
      {walking === null ? null : (
        <CalibrationWalk
          printer={printer}
          tray={tray}
          way={walking}
          onClose={() => {
            setWalking(null);
            void refresh();
          }}
        />
      )}
    </div>
  );
}
