import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Manifest } from '../../../../contract/station/shipping.ts';
import { openFile } from '../../../components/openFile.ts';
import { station } from '../../../rpc/client.ts';

/** Fetches a manifest's paper and opens it. */
export function ManifestButton({ manifest }: { readonly manifest: Manifest }) {
  const { t } = useTranslation();
  const open = useMutation({
    mutationFn: () => station.shipping.manifestFile.call({ manifestId: manifest.manifestId }),
    onSuccess: openFile,
  });
  return (
    <Button
      variant="default"
      size="compact-md"
      loading={open.isPending}
      onClick={() => open.mutate()}
      aria-label={t('ship.openManifestOf', { number: manifest.manifestNumber })}
    >
      {t('ship.openManifest')}
    </Button>
  );
}
