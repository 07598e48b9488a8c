import { type PaymentRow, useMutations } from '@openagents/sync';
import { useState } from 'react';
import { Button } from '../platform/button';
import { classes } from '../platform/classes';
import { Field, FormDialog, ReasonDialog } from '../platform/form';
import { useChangeable } from '../platform/moment';
import { Refusal, useRefusal } from '../platform/refusal';
import { AmountField } from './amount-field';
import { formatMoney, majorUnits, parseAmount } from './money';
import { paymentReason } from './reason';
import { nextSteps, type PaymentStep } from './steps';

const VERBS: Record<PaymentStep, string> = {
  reserve: 'Reserve…',
  settle: 'Settle',
  fail: 'Fail…',
  refund: 'Refund…',
};

/** What can be done with a payment as it stands; a refusal stays below until it is dismissed. */
export function PaymentActions({ payment }: { payment: PaymentRow }) {
  const [asked, setAsked] = useState<PaymentStep>();
  const { settlePayment, failPayment } = useMutations();
  const { refusal, run, dismiss } = useRefusal(paymentReason);
  const steps = useChangeable() ? nextSteps(payment) : [];
  const { id } = payment;
  const onClose = () => setAsked(undefined);
  const take = (step: PaymentStep) => {
    if (step === 'settle') run(() => settlePayment({ id }), 'Not settled.');
    else setAsked(step);
  };
  return (
    <>
      {steps.length > 0 && (
        <div className="mt-1.5 flex flex-wrap gap-1.5">
          {steps.map((step) => (
            <Button
              key={step}
              look={step === 'refund' ? 'ghost' : 'plain'}
              className={classes('h-7! px-2.5! text-xs!', step === 'refund' && '-ml-2.5')}
              onClick={() => take(step)}
            >
              {VERBS[step]}
            </Button>
          ))}
        </div>
      )}
      <Refusal refusal={refusal} onDismiss={dismiss} />
      {asked === 'reserve' && <ReserveDialog payment={payment} onClose={onClose} />}
      {asked === 'refund' && <RefundDialog payment={payment} onClose={onClose} />}
      {asked === 'fail' && (
        <ReasonDialog
          title="Fail this payment?"
          verb="Fail"
          label="Why"
          onClose={onClose}
          act={(reason) => failPayment({ id, reason })}
          reasonOf={paymentReason}
        />
      )}
    </>
  );
}

type StepDialogProps = { payment: PaymentRow; onClose: () => void };

const MINUTES_DEFAULT = '15';

function ReserveDialog({ payment: { id }, onClose }: StepDialogProps) {
  const { reservePayment } = useMutations();
  const [minutes, setMinutes] = useState(MINUTES_DEFAULT);
  const valid = /^[1-9]\d*$/.test(minutes.trim());
  return (
    <FormDialog
      title="Reserve this payment"
      verb="Reserve"
      ready={valid}
      act={() => reservePayment({ id, expires_in_seconds: Number(minutes) * 60 })}
      onClose={onClose}
      reasonOf={paymentReason}
    >
      <Field
        label="For how many minutes"
        hint="The amount can't be spent otherwise until then; after that it fails."
      >
        {(control) => (
          <input
            {...control}
            inputMode="numeric"
            value={minutes}
            onChange={(event) => setMinutes(event.target.value)}
            onFocus={(event) => event.target.select()}
            autoComplete="off"
            data-autofocus
          />
        )}
      </Field>
    </FormDialog>
  );
}

function RefundDialog({ payment, onClose }: StepDialogProps) {
  const { id, amount, refunded, currency } = payment;
  const { refundPayment } = useMutations();
  const left = amount - refunded;
  const [text, setText] = useState(majorUnits(left, currency));
  const asked = parseAmount(text, currency);
  return (
    <FormDialog
      title="Refund this payment"
      verb="Refund"
      ready={asked.amount !== undefined && asked.amount <= left}
      act={() => refundPayment({ id, amount: asked.amount ?? 0 })}
      onClose={onClose}
      reasonOf={paymentReason}
    >
      <AmountField
        text={text}
        onText={setText}
        currency={currency}
        hint={`${formatMoney(left, currency)} can be refunded`}
      />
    </FormDialog>
  );
}
