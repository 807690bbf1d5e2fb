import type { problems as english } from '../en/problems.ts';

export const problems: typeof english = {
  NOT_SIGNED_IN: {
    happened: 'Su sesión ha terminado.',
    safe: 'No se cambió nada; lo confirmado antes está guardado.',
    next: 'Inicie sesión de nuevo y siga donde estaba.',
  },
  NOT_PERMITTED: {
    happened: 'Su función no incluye esto: {{permission}}.',
    safe: 'No se cambió nada.',
    next: 'Pídalo a una persona con la función adecuada, o inicie sesión como tal.',
  },
  NOT_FOUND: {
    happened: 'Ya no está en esta estación: {{what}}.',
    safe: 'No se cambió nada.',
    next: 'Quizá alguien lo terminó. Vuelva a la lista, que está al día.',
  },
  DISK_FULL: {
    happened: 'El disco de este equipo está lleno ({{folder}}).',
    safe: 'Todo lo anterior está guardado. Este paso no se hizo.',
    next: 'Libere espacio en el disco y vuelva a intentarlo.',
  },
  STOPPING: {
    happened: 'La estación se está cerrando.',
    safe: 'Este paso no se empezó; todo lo anterior está guardado.',
    next: 'Inicie la estación de nuevo y vuelva a intentarlo.',
  },
  UNEXPECTED: {
    happened: 'La estación cometió un error que no esperaba.',
    safe: 'Nada de este paso se guardó; todo lo anterior está a salvo.',
    next: 'Inténtelo una vez más. Si se repite, dé esta referencia a su administrador: {{reference}}.',
  },
  WRONG_STATE: {
    happened: 'Ya no corresponde: ahora está «{{state}}».',
    safe: 'No se cambió nada. Quizá otra persona fue más rápida.',
    next: 'Mire cómo está ahora y decida.',
  },
  NOTHING_TO_DO: {
    happened: 'No hay nada que tomar: ningún certificado coincide.',
    safe: 'No se cambió nada.',
    next: 'Quite filtros, o pida trabajo nuevo a la central.',
  },
  NO_LEASE: {
    happened: 'La central no responde desde {{since}}, y esta estación no tiene más trabajo asignado.',
    safe: 'No se tomó nada. Lo que ya está en lotes se puede terminar.',
    next: 'Siga con los lotes abiertos, o intente contactar de nuevo con la central.',
  },
  DIGITAL_ONLY: {
    happened: 'La impresión está desactivada en todas las estaciones: {{reason}}',
    safe: 'No se cambió nada; los certificados siguen en la cola.',
    next: 'Espere a que un supervisor termine el modo de emergencia.',
  },
  SHEETS_UNACCOUNTED: {
    happened: 'Faltan {{missing}} hojas por justificar: {{positions}}.',
    safe: 'El lote sigue abierto. No se dio de baja ninguna hoja.',
    next: 'Busque estas hojas y escanéelas, o anúlelas con un motivo. Después cierre el lote.',
  },
  PREFLIGHT_FAILED: {
    happened: 'Hay páginas que no pasaron la revisión previa: {{positions}}.',
    safe: 'No se imprimió nada.',
    next: 'Saque estas piezas del lote, o haga corregir sus datos y prepárelo de nuevo.',
  },
  NOT_PRINTABLE: {
    happened: 'Estos certificados ya no se pueden imprimir: {{pieces}}.',
    safe: 'No se imprimió nada.',
    next: 'Sáquelos del lote e imprima el resto.',
  },
  LEASE_EXPIRED: {
    happened: 'La asignación de la central para {{pieces}} piezas ha vencido.',
    safe: 'No se imprimió nada, así que nada puede imprimirse dos veces.',
    next: 'Contacte con la central para renovarla e imprima de nuevo.',
  },
  PRINTER_STOPPED: {
    happened: 'La impresora se detuvo: {{reasons}}.',
    safe: 'Lo que no se envió espera aquí. Nada se envía dos veces por sí solo.',
    next: 'Atienda la impresora y vuelva a intentarlo.',
  },
  NOT_ENOUGH_STOCK: {
    happened: 'El lote necesita {{needed}} hojas y hay {{onHand}}.',
    safe: 'No se imprimió nada.',
    next: 'Reciba papel en existencias, o haga un lote más pequeño.',
  },
  CHECK_AGAIN: {
    happened:
      'Estas páginas se comprobaron para otra impresora, o {{printer}} se ajustó de otro modo después.',
    safe: 'No se imprimió nada.',
    next: 'Compruebe las páginas otra vez; tarda unos segundos. Después, imprima.',
  },
  ONE_SIDE_ONLY: {
    happened:
      'Este certificado tiene reverso, y {{printer}} ({{tray}}) está ajustada para imprimir una cara.',
    safe: 'No se imprimió nada.',
    next: 'Ajuste la bandeja a doble cara en Ajustes, Impresoras, o elija otra impresora.',
  },
  NOT_PLAUSIBLE: {
    happened: 'Con estas medidas la impresora se desviaría más de {{mostMm}} mm o {{mostPerCent}} %.',
    safe: 'No se guardó nada.',
    next: 'Vea si midió las dos cruces desde los bordes izquierdo y superior, y si la página se imprimió a tamaño real.',
  },
  LETTER_REFUSED: {
    happened: 'No se puede componer: {{reasons}}',
    safe: 'Esto no afecta a los certificados.',
    next: 'Corrija la dirección o el texto de la carta e inténtelo otra vez.',
  },
  WRONG_STAGE: {
    happened: 'Esta pieza está ahora «{{stage}}», por lo que no es posible.',
    safe: 'No se cambió nada.',
    next: 'Escanee la hoja otra vez para ver cómo está.',
  },
  APPROVAL_NEEDED: {
    happened: 'Las reglas piden una segunda persona para esto.',
    safe: 'Todavía no se cambió nada.',
    next: 'Pida a un supervisor que lo confirme aquí con su PIN.',
  },
  TOO_LATE: {
    happened: 'Ya no se puede retener: está «{{stage}}».',
    safe: 'No se cambió nada.',
    next: 'Abra su historial para ver dónde está el papel.',
  },
  WRONG_PIN: {
    happened: 'El PIN no es correcto.',
    safe: 'Nadie inició sesión. Intentos restantes: {{attemptsLeft}}.',
    next: 'Inténtelo de nuevo, o pida un PIN nuevo a un administrador.',
  },
  PIN_LOCKED: {
    happened: 'Demasiados PIN incorrectos.',
    safe: 'Nadie inició sesión. Otras personas sí pueden hacerlo.',
    next: 'Espere hasta las {{until}} y vuelva a intentarlo.',
  },
  SAME_PERSON: {
    happened: 'La segunda persona no puede ser la primera.',
    safe: 'No se cambió nada.',
    next: 'Pida a otra persona que confirme.',
  },
  MAY_NOT_APPROVE: {
    happened: 'Esta persona no puede dar aprobaciones.',
    safe: 'No se cambió nada.',
    next: 'Elija a un supervisor.',
  },
  ALREADY_PAIRED: {
    happened: 'Esta estación ya está vinculada, como «{{stationName}}».',
    safe: 'No se cambió nada.',
    next: 'Cargue la página de nuevo e inicie sesión.',
  },
  PAIRING_REFUSED: {
    happened: 'La central no aceptó el código: {{reason}}.',
    safe: 'No se cambió nada.',
    next: 'Pida a un administrador un nuevo código de un solo uso.',
  },
  CENTRAL_UNREACHABLE: {
    happened: 'La central no responde ({{detail}}).',
    safe: 'No se cambió nada.',
    next: 'Revise la dirección y la red, y vuelva a intentarlo.',
  },
  NOT_A_CENTRAL: {
    happened: 'Lo que responde en esa dirección no es una central que esta estación conozca ({{detail}}).',
    safe: 'No se cambió nada.',
    next: 'Revise la dirección con su administrador.',
  },
  CHECKLIST_INCOMPLETE: {
    happened: 'La lista de comprobación no está completa.',
    safe: 'El sobre sigue abierto.',
    next: 'Mire cada punto y márquelo; después cierre el sobre.',
  },
  NOT_MAILABLE: {
    happened: 'Esto no se puede enviar: {{pieces}}.',
    safe: 'No se pagó nada y nada salió de aquí.',
    next: 'Saque estas hojas del sobre.',
  },
  CARRIER_UNREACHABLE: {
    happened: '{{carrier}} no responde.',
    safe: 'No se compró ninguna etiqueta ni se gastó dinero.',
    next: 'Inténtelo en un momento. Los demás paquetes pueden esperar; siguen aquí.',
  },
  ADDRESS_REFUSED: {
    happened: 'El transportista no acepta esta dirección: {{message}}',
    safe: 'No se compró ninguna etiqueta ni se gastó dinero.',
    next: 'Corrija la dirección en la mesa de empaque.',
  },
  CARRIER_REFUSED: {
    happened: 'El transportista no vendió la etiqueta: {{message}}',
    safe: 'No se gastó dinero.',
    next: 'Elija otra tarifa, o corrija lo que indica el transportista.',
  },
  RATE_EXPIRED: {
    happened: 'Este precio ya no es válido.',
    safe: 'No se compró ninguna etiqueta ni se gastó dinero.',
    next: 'Pida precios de nuevo y elija.',
  },
  HOLD_SHIPPING: {
    happened: 'La entrega está desactivada en todas las estaciones: {{reason}}',
    safe: 'Los paquetes siguen aquí, cerrados y listos.',
    next: 'Espere a que un supervisor termine el modo de emergencia.',
  },
  SERIALS_NEEDED: {
    happened: 'Este papel está numerado: falta el primer número.',
    safe: 'No se recibió nada.',
    next: 'Escriba o escanee el número de la primera hoja del paquete.',
  },
  SERIALS_OVERLAP: {
    happened: 'Las hojas {{first}} a {{last}} ya están registradas.',
    safe: 'No se recibió nada.',
    next: 'Revise el primer número y la cantidad de hojas.',
  },
  BAD_SERIAL: {
    happened: '«{{serial}}» no es un número de hoja.',
    safe: 'No se recibió nada.',
    next: 'Escríbalo como está impreso, con letras y ceros.',
  },
  SHEETS_SEEN: {
    happened:
      'Ya hubo hojas de este bloque en manos de alguien (posiciones {{positions}}): se imprimió, al menos en parte.',
    safe: 'No se cambió nada ni se imprime nada otra vez.',
    next: 'Indique que se imprimió. Las hojas que faltan se anulan como perdidas en Revisar; cada una se imprime entonces de nuevo.',
  },
  RESTORE_UNCONFIRMED: {
    happened:
      'Esta estación se restauró desde una copia de seguridad, y {{pieces}} piezas de este lote pueden haberse impreso después.',
    safe: 'No se envió nada a la impresora.',
    next: 'Un supervisor indica en Informes qué fue de ellas; después se puede imprimir el resto.',
  },
  SERIAL_NEEDED: {
    happened: 'Este papel está numerado: hace falta el número de la hoja anulada.',
    safe: 'No se cambió nada.',
    next: 'Escanee o escriba el número de la hoja, o indique que no se puede leer.',
  },
  SERIAL_REFUSED: {
    happened: 'La hoja {{serial}} no se puede aceptar: {{reason}}.',
    safe: 'No se cambió nada.',
    next: 'Mire otra vez el número de la hoja.',
  },
  NOT_ACTIVE: {
    happened: 'Este certificado está {{validity}}: no se imprime ni se envía nada de él.',
    safe: 'No se cambió nada.',
    next: 'Su papel va a la lista de retirada.',
  },
  SENDER_MISSING: {
    happened: 'Esta estación no sabe desde dónde envía la escuela.',
    safe: 'No se compró ninguna etiqueta ni se gastó dinero.',
    next: 'Un administrador indica la dirección del remitente en Ajustes.',
  },
  BAD_ADDRESS: {
    happened: 'Ningún sobre podría volver a esta dirección: {{problems}}.',
    safe: 'No se guardó nada.',
    next: 'Corrija lo indicado y guarde otra vez.',
  },
  NOT_SOUND: {
    happened: 'Esto no sirve como plantilla: {{faults}}',
    safe: 'Lo que había antes sigue igual.',
    next: 'Corrija lo indicado y vuelva a intentarlo.',
  },
  EDITED_ELSEWHERE: {
    happened: '{{editedBy}} guardó este borrador mientras tanto ({{editedAt}}).',
    safe: 'Su versión está guardada; la de usted sigue en esta pantalla.',
    next: 'Tome la otra versión, o guarde la suya encima.',
  },
  NO_LAYOUT_ENGINE: {
    happened: 'Una plantilla en HTML la compone un navegador, y aquí no hay ninguno disponible: {{wanted}}',
    safe: 'No se guardó nada.',
    next: 'Instale uno, suba la página como PDF, o súbala desde el programa de escritorio.',
  },
  CENTRAL_REFUSED: {
    happened: 'La central no publica esto: {{reasons}}',
    safe: 'El borrador sigue igual; no se publicó nada.',
    next: 'Corrija lo indicado y vuelva a publicar.',
  },
  UNREACHABLE: {
    happened: 'La estación no responde.',
    safe: 'Lo confirmado antes está a salvo. Aún no se sabe si este paso se hizo.',
    next: 'Compruebe que la estación funciona y vuelva a intentarlo: nada se hace dos veces.',
  },
  NOT_ACCEPTED: {
    happened: 'La estación no aceptó lo que se introdujo.',
    safe: 'No se cambió nada.',
    next: 'Revise los campos. Si están bien, cargue la página de nuevo.',
  },
  TURNED_AWAY: {
    happened: 'La estación ya no admite esta ventana.',
    safe: 'No se cambió nada.',
    next: 'Abra la estación de nuevo con su propio enlace o icono.',
  },
};
