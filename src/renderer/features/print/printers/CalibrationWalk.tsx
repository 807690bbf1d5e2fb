import { Button, Modal, NumberInput, SegmentedControl } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  CalibrationValues,
  PageOrientation,
  Printer,
  TraySettings,
} from '../../../../contract/station/printing.ts';
import { MeaningMark } from '../../../components/marks/MeaningMark.tsx';
import { openFile } from '../../../components/openFile.ts';
import { station } from '../../../rpc/client.ts';
import { CROSS_INSET_MM, CrossPicture } from './CrossPicture.tsx';
import { shiftText } from './shift.ts';
import classes from './printers.module.css';

interface CalibrationWalkProps {
  readonly printer: Printer;
  readonly tray: TraySettings;
  readonly way: PageOrientation;
  readonly onClose: () => void;
}

type Step = 'print' | 'measure' | 'correction' | 'confirm';
const steps: readonly Step[] = ['print', 'measure', 'correction', 'confirm'];
const names = ['a', 'b', 'c', 'd'] as const;
type Name = (typeof names)[number];

const sizes = { letter: { short: 215.9, long: 279.4 }, a4: { short: 210, long: 297 } } as const;

/** Print, measure four distances, see what they come to, print again: each step with its picture. */
export function CalibrationWalk({ printer, tray, way, onClose }: CalibrationWalkProps) {
  const { t } = useTranslation();
  const [step, setStep] = useState<Step>('print');
  const [size, setSize] = useState<keyof typeof sizes>('letter');
  const [asked, setAsked] = useState<Name | null>('a');
  const [typed, setTyped] = useState<Readonly<Record<Name, number | null>>>({
    a: null,
    b: null,
    c: null,
    d: null,
  });
  const [found, setFound] = useState<CalibrationValues | null>(null);
  const { short, long } = sizes[size];
  const [widthMm, heightMm] = way === 'landscape' ? [long, short] : [short, long];
  const at = { printerId: printer.printerId, tray: tray.tray, widthMm, heightMm };
  const wanted = {
    a: CROSS_INSET_MM,
    b: CROSS_INSET_MM,
    c: widthMm - CROSS_INSET_MM,
    d: heightMm - CROSS_INSET_MM,
  };
  const print = useMutation(station.printing.printCalibrationPage.mutationOptions());
  const open = useMutation({
    ...station.printing.calibrationPage.mutationOptions(),
    onSuccess: openFile,
  });
  const work = useMutation({
    ...station.printing.calibrationOf.mutationOptions(),
    onSuccess: (calibration) => {
      setFound(calibration);
      setStep('correction');
    },
  });
  const keep = useMutation({
    ...station.printing.saveCalibration.mutationOptions(),
    onSuccess: () => {
      print.reset();
      setStep('confirm');
    },
  });
  const { a, b, c, d } = typed;
  const complete = a !== null && b !== null && c !== null && d !== null;
  const measure = () => {
    setFound(null);
    setStep('measure');
  };
  const printIt = (corrected: boolean) => (
    <div className="row wrap">
      <Button
        variant={print.isSuccess ? 'default' : 'filled'}
        loading={print.isPending}
        onClick={() => print.mutate({ ...at, corrected })}
        data-autofocus
      >
        {t(corrected ? 'calibrate.printCorrected' : 'calibrate.print')}
      </Button>
      <Button variant="default" loading={open.isPending} onClick={() => open.mutate({ ...at, corrected })}>
        {t('calibrate.open')}
      </Button>
      {print.isSuccess ? <MeaningMark meaning="good">{t('calibrate.printed')}</MeaningMark> : null}
    </div>
  );
  return (
    <Modal
      opened
      onClose={onClose}
      size="min(1040px, 96vw)"
      title={t('calibrate.title', { printer: printer.name, tray: tray.name })}
      closeButtonProps={{ 'aria-label': t('calibrate.close') }}
    >
      <div className={classes['walk']}>
        <CrossPicture
          widthMm={widthMm}
          heightMm={heightMm}
          asked={step === 'measure' ? asked : null}
          {...(step === 'correction' && found !== null ? { correction: found } : {})}
        />
        <div className="stack" style={{ gap: 16 }}>
          <span className="soft">{t('calibrate.step', { n: steps.indexOf(step) + 1 })}</span>
          {step === 'print' ? (
            <>
              <h3>{t('calibrate.printTitle')}</h3>
              <p style={{ margin: 0 }}>{t('calibrate.printWhy')}</p>
              <SegmentedControl
                aria-label={t('calibrate.size')}
                value={size}
                onChange={setSize}
                data={[
                  { value: 'letter', label: t('calibrate.letter') },
                  { value: 'a4', label: t('calibrate.a4') },
                ]}
              />
              {printIt(false)}
              <div className="row">
                <Button variant={print.isSuccess ? 'filled' : 'default'} onClick={measure}>
                  {t('calibrate.next')}
                </Button>
              </div>
            </>
          ) : null}
          {step === 'measure' ? (
            <form
              className="stack"
              style={{ gap: 16 }}
              onSubmit={(event) => {
                event.preventDefault();
                if (complete)
                  work.mutate({ widthMm, heightMm, first: { x: a, y: b }, second: { x: c, y: d } });
              }}
            >
              <h3>{t('calibrate.measureTitle')}</h3>
              <p style={{ margin: 0 }}>{t('calibrate.measureWhy')}</p>
              <div className={classes['measures']}>
                {names.map((name) => (
                  <NumberInput
                    key={name}
                    label={t(`calibrate.${name}`)}
                    description={t('calibrate.wanted', { mm: wanted[name].toFixed(1) })}
                    value={typed[name] ?? ''}
                    onChange={(value) => setTyped({ ...typed, [name]: value === '' ? null : Number(value) })}
                    onFocus={() => setAsked(name)}
                    min={0}
                    max={600}
                    step={0.5}
                    decimalScale={2}
                    suffix=" mm"
                    hideControls
                    data-autofocus={name === 'a' ? true : undefined}
                  />
                ))}
              </div>
              <div className="row">
                <Button type="submit" disabled={!complete} loading={work.isPending}>
                  {t('calibrate.see')}
                </Button>
              </div>
            </form>
          ) : null}
          {step === 'correction' && found !== null ? (
            <>
              <h3>{t('calibrate.correctionTitle')}</h3>
              <p className={classes['big']} role="status">
                {shiftText(found, t)}
              </p>
              <p className="soft" style={{ margin: 0 }}>
                {t('calibrate.correctionWhy')}
              </p>
              <div className="row">
                <Button
                  data-autofocus
                  loading={keep.isPending}
                  onClick={() =>
                    keep.mutate({
                      printerId: printer.printerId,
                      tray: tray.tray,
                      orientation: way,
                      calibration: found,
                    })
                  }
                >
                  {t('calibrate.keep')}
                </Button>
                <Button variant="default" onClick={measure}>
                  {t('calibrate.again')}
                </Button>
              </div>
            </>
          ) : null}
          {step === 'confirm' ? (
            <>
              <h3>{t('calibrate.confirmTitle')}</h3>
              <p style={{ margin: 0 }}>
                {t('calibrate.confirmWhy', {
                  inset: CROSS_INSET_MM.toFixed(1),
                  c: wanted.c.toFixed(1),
                  d: wanted.d.toFixed(1),
                })}
              </p>
              {printIt(true)}
              <div className="row">
                <Button variant={print.isSuccess ? 'filled' : 'default'} onClick={onClose}>
                  {t('calibrate.done')}
                </Button>
                <Button
                  variant="default"
                  onClick={() => {
                    print.reset();
                    setStep('print');
                  }}
                >
                  {t('calibrate.again')}
                </Button>
              </div>
            </>
          ) : null}
        </div>
      </div>
    </Modal>
  );
}
