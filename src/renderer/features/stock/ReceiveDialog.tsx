import { Button, Modal, NumberInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StockItem } from '../../../contract/station/stock.ts';
import { ProblemCard } from '../../components/problems/ProblemCard.tsx';
import { station } from '../../rpc/client.ts';
import { problemOf } from '../../rpc/problem.ts';
import { queries } from '../../rpc/queries.ts';

/** Paper came in: how many sheets, from which serial, on which delivery note. */
export function ReceiveDialog({ item, onClose }: { readonly item: StockItem; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [sheets, setSheets] = useState<number | null>(500);
  const [firstSerial, setFirstSerial] = useState('');
  const [reference, setReference] = useState('');
  const receive = useMutation({
    ...station.stock.receive.mutationOptions(),
    meta: { ownProblem: true },
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: station.stock.key() });
      void queries.invalidateQueries({ queryKey: station.overview.key() });
      onClose();
    },
  });
  const ready = sheets !== null && (!item.numbered || firstSerial.trim() !== '');
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('stock.receiveTitle', { name: item.name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        className="stack"
        style={{ gap: 16 }}
        onSubmit={(event) => {
          event.preventDefault();
          if (sheets === null || !ready) return;
          receive.mutate({
            stockItemId: item.stockItemId,
            sheets,
            ...(firstSerial.trim() === '' ? {} : { firstSerial: firstSerial.trim() }),
            ...(reference.trim() === '' ? {} : { reference: reference.trim() }),
          });
        }}
      >
        <NumberInput
          label={t('stock.sheets')}
          min={1}
          max={1_000_000}
          allowDecimal={false}
          value={sheets ?? ''}
          onChange={(value) => setSheets(typeof value === 'number' && value >= 1 ? value : null)}
          data-autofocus
        />
        {item.numbered ? (
          <TextInput
            label={t('stock.firstSerial')}
            description={t('stock.firstSerialHint')}
            value={firstSerial}
            onChange={(event) => setFirstSerial(event.currentTarget.value)}
            maxLength={40}
            autoComplete="off"
            styles={{ input: { fontFamily: 'var(--font-code)' } }}
          />
        ) : null}
        <TextInput
          label={t('stock.reference')}
          description={t('stock.referenceHint')}
          value={reference}
          onChange={(event) => setReference(event.currentTarget.value)}
          maxLength={100}
        />
        {receive.isError ? (
          <ProblemCard problem={problemOf(receive.error)} onDone={() => receive.reset()} />
        ) : null}
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" disabled={!ready} loading={receive.isPending}>
            {t('stock.receive')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
