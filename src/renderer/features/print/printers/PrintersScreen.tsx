import { Select, Tabs } from '@mantine/core';
import { IconArrowLeft, IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { Empty } from '../../../components/pages/Empty.tsx';
import { Loaded } from '../../../components/pages/Loaded.tsx';
import { station } from '../../../rpc/client.ts';
import { useMay } from '../../../rpc/useSession.ts';
import { LettersForm } from './LettersForm.tsx';
import { TrayForm } from './TrayForm.tsx';

/** Printers as they are set up: trays, and where they print. For administrators also what letters say. */
export function PrintersScreen() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const maySet = useMay('settings.write');
  const printers = useQuery(station.printing.printers.queryOptions());
  const [chosen, setChosen] = useState<string | null>(null);
  const printerId = chosen ?? printers.data?.[0]?.printerId ?? null;
  return (
    <div className="page scroll">
      <div className="page-head">
        <ActionButton
          id="printers.back"
          keys="B"
          label={t('printers.back')}
          icon={<IconArrowLeft size={18} />}
          onRun={() => void navigate({ to: '/settings' })}
        />
        <h1>{t('printers.title')}</h1>
        {(printers.data?.length ?? 0) > 1 ? (
          <Select
            aria-label={t('printers.which')}
            data={(printers.data ?? []).map((one) => ({ value: one.printerId, label: one.name }))}
            value={printerId}
            onChange={setChosen}
            allowDeselect={false}
          />
        ) : null}
      </div>
      <Tabs defaultValue="printers" keepMounted={false}>
        {maySet ? (
          <Tabs.List mb={16}>
            <Tabs.Tab value="printers">{t('printers.title')}</Tabs.Tab>
            <Tabs.Tab value="letters">{t('printers.letters')}</Tabs.Tab>
          </Tabs.List>
        ) : null}
        <Tabs.Panel value="printers">
          <Loaded query={printers}>
            {() =>
              printerId === null ? (
                <div className="sheet">
                  <Empty icon={<IconPrinter size={48} stroke={1.2} />} title={t('printers.none')}>
                    {t('printers.noneHint')}
                  </Empty>
                </div>
              ) : (
                <PrinterTrays key={printerId} printerId={printerId} />
              )
            }
          </Loaded>
        </Tabs.Panel>
        {maySet ? (
          <Tabs.Panel value="letters">
            <LettersForm />
          </Tabs.Panel>
        ) : null}
      </Tabs>
    </div>
  );
}

function PrinterTrays({ printerId }: { readonly printerId: string }) {
  const { t } = useTranslation();
  const settings = useQuery(station.printing.settings.queryOptions({ input: { printerId } }));
  const [tray, setTray] = useState<string | null>(null);
  return (
    <Loaded query={settings}>
      {({ printer, trays }) => {
        const shown = trays.find((one) => one.tray === tray) ?? trays[0];
        return shown === undefined ? null : (
          <div className="stack" style={{ gap: 16 }}>
            <div className="row">
              <strong>{printer.name}</strong>
              <span className="soft">{t(`words.printerState.${printer.state}`)}</span>
              <Select
                aria-label={t('printers.tray')}
                data={trays.map((one) => ({ value: one.tray, label: one.name }))}
                value={shown.tray}
                onChange={setTray}
                allowDeselect={false}
              />
            </div>
            <TrayForm key={shown.tray} printer={printer} tray={shown} />
          </div>
        );
      }}
    </Loaded>
  );
}
