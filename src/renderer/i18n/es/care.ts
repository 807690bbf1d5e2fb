import type * as en from '../en/care.ts';

/** Textos para el trabajo que se desvió: lo devuelto, lo restaurado, lo que la estación dejó a una persona. */
export const returned: typeof en.returned = {
  tab: 'Devueltos',
  scan: 'Escanee la etiqueta del sobre devuelto, o un certificado de dentro',
  scanHint: 'Número de seguimiento, de paquete o de certificado; escaneado o escrito',
  why: '¿Por qué volvió?',
  note: 'Nota (opcional)',
  record: 'Registrar devolución',
  recorded: 'Registrado: {{parcel}} ha vuelto.',
  list: 'Sobres devueltos',
  since: 'de vuelta {{since}}',
  byCarrier: 'Lo dice el transportista; nadie lo ha tenido aún en la mano.',
  reasonIs: '{{reason}}, registrado por {{who}}',
  reason: {
    refused: 'Rechazado',
    moved: 'Se mudó',
    unknown_address: 'Dirección desconocida',
    unclaimed: 'No recogido',
    damaged: 'Dañado',
    other: 'Otro motivo',
  },
  resume: 'Intacto: enviar otra vez',
  resumeTitle: 'Enviar otra vez: {{parcel}}',
  resumeWhy: 'Las mismas hojas vuelven a la mesa de embalaje, para un sobre nuevo a esta dirección.',
  resumed: 'De vuelta en la mesa de embalaje: {{n}}. Se quedan aquí: {{left}}.',
  spoil: 'Dañada: imprimir otra vez',
  spoilOf: 'Dañada, imprimir otra vez: {{number}}',
  spoilTitle: 'Imprimir otra vez: {{number}}',
  spoilWhy: 'La hoja se anula y se destruye; el certificado vuelve a la cola, para esta dirección.',
  spoiled: 'La hoja está anulada; el certificado está otra vez en la cola.',
  stopped: 'No puede salir otra vez: {{reason}}. Está en la lista de retirada.',
  empty: 'No ha vuelto nada',
  emptyHint: 'Aquí se registran los sobres que el correo devuelve; salen otra vez o se imprimen de nuevo.',
};

export const jobs: typeof en.jobs = {
  title: 'Para una persona',
  kind: {
    label_look_up: 'Averiguar si se compró una etiqueta',
    label_void: 'Anular una etiqueta',
    parcel_track: 'Seguir un sobre',
    other: 'Otro trabajo',
  },
  what: 'Qué',
  since: 'Desde',
  problem: 'Última respuesta',
  attempts: 'Intentos',
  retry: 'Intentar otra vez',
  retryOf: 'Intentar otra vez: {{what}}, {{parcel}}',
  giveUp: 'Abandonar …',
  giveUpOf: 'Abandonar: {{what}}, {{parcel}}',
  giveUpTitle: 'Abandonar: {{what}}',
  giveUpWhy: {
    label_look_up:
      'Usted afirma que esta etiqueta nunca se compró. Entonces se puede comprar franqueo de nuevo: mire antes en la cuenta del transportista.',
    label_void: 'La etiqueta queda como está, y su franqueo no se reembolsa.',
    parcel_track: 'El sobre ya no se sigue; una devolución o una pérdida se registra a mano.',
    other: 'No se intenta más.',
  },
  none: 'No hay nada para una persona.',
};

export const restored: typeof en.restored = {
  title: 'Tras restaurar una copia de seguridad',
  why: 'Los datos de esta estación son más antiguos que el trabajo: {{n}} piezas pueden haberse impreso después de la copia. Quedan retenidas hasta que usted diga qué fue de ellas.',
  batch: 'Lote {{number}}',
  noBatch: 'Trabajo prometido a esta estación y no empezado',
  nothing: 'Ninguna de estas se imprimió',
  nothingWhy:
    'Usted afirma que ninguna hoja de este grupo se imprimió después de la copia. Siguen adelante y se imprimirán.',
  choose: 'Algunas se imprimieron …',
  chooseTitle: '¿Qué fue de ellas? {{batch}}',
  chooseWhy:
    'Mire las bandejas, la pila, los sobres y las listas de entrega. Lo que se imprime dos veces no se puede deshacer.',
  confirm: 'Confirmar',
  central: 'central: {{stage}}',
  outcome: { not_printed: 'No impresa', printed: 'Impresa, aquí', mailed: 'Enviada' },
  settled: 'Resueltas: {{n}} piezas.',
};

export const reprint: typeof en.reprint = {
  ask: 'Imprimir otra vez …',
  askOf: 'Imprimir otra vez: {{number}}',
  title: 'Imprimir otra vez: {{number}}',
  where: {
    handed_over: 'El papel antiguo lo tiene el transportista.',
    in_transit: 'El papel antiguo está en camino con el transportista.',
    delivered: 'El papel antiguo se entregó.',
    lost: 'El transportista perdió el papel antiguo.',
  },
  why: 'El mismo certificado se imprime en otra hoja, y las dos son válidas. Una segunda persona da su acuerdo.',
  done: 'Está otra vez en la cola.',
  replaced: 'impreso otra vez',
};

export const sender: typeof en.sender = {
  title: 'Remitente',
  why: 'En cada etiqueta y sobre; lo que no se puede entregar vuelve aquí.',
  demo: 'Esta es la dirección propia de la demostración.',
  missing: 'Aún sin indicar: no se puede comprar ninguna etiqueta.',
  save: 'Guardar remitente',
  saved: 'El remitente está guardado.',
  onlyAdministrator: 'Lo puede cambiar un administrador.',
};
