namespace Inbox.Core.Demo.Stories;

internal static class BillingStories
{
    public static readonly Story[] All =
    [
        new("Charged twice for order {order}",
            [
                "Hello,\n\nmy statement shows two payments of {amount} for order {order}, one minute apart. I ordered one {product}. Please give one of them back.\n\nKind regards\n{customer}",
                "You took {amount} from my card twice. Statement attached. Order {order}.\n\n{customer}",
            ],
            "Two payments of {amount} for order {order}. Asks for one back.",
            [
                "Hello {name},\n\nI see both. One is only reserved and falls away by itself within three days; should it be booked after all, write to me and I send it back the same day.\n\n{agent}",
                "You are right, the bank has booked it. I have just sent {amount} back, it takes two bank days. I am sorry for the trouble.\n\n{agent}",
            ],
            ["It is booked now, not reserved. Can you please send it back?"],
            "Payment provider confirms a retry after a timeout. Same as three others this week.",
            "statement.txt"),
        new("Invoice with the company's name, please",
            [
                "Good day, could you write the invoice for order {order} to our company? Hollow Oak Joinery Ltd, 3 Mill Lane, {shop}. Our accountant will not take it as it is.\n\n{customer}",
            ],
            "Needs the invoice for {order} in the company's name.",
            [
                "Hello {name},\n\nthe new invoice is attached; it replaces the old one.\n\n{agent}",
            ],
            []),
        new("Refund still not here",
            [
                "I sent the {product} back four weeks ago. The refund of {amount} was promised within 14 days. Order {order}.\n\n{customer}",
                "Where is my refund? You have the {product}, you have my money ({amount}), I have a return receipt. Order {order}.\n\n{customer}",
            ],
            "Return of order {order} arrived four weeks ago, refund of {amount} not paid.",
            [
                "Hello {name},\n\nyour return arrived, but was booked to another order. I have put that right and the refund of {amount} leaves today.\n\n{agent}",
                "I can see it as paid out on {day}. Banks take up to two days; please tell me if it is not there by then.\n\n{agent}",
            ],
            ["Nothing on my account yet."],
            "Returned parcel was booked to order 81207 by mistake."),
        new("Invoice shows the wrong VAT",
            [
                "Hello, invoice for order {order}: the VAT is calculated on the price before the discount. Could you check?\n\n{customer}",
            ],
            "VAT on the invoice of {order} seems to be calculated before the discount.",
            [
                "Hello {name},\n\nwell spotted. Attached is the corrected invoice, and the difference goes back to your card.\n\n{agent}",
            ],
            []),
        new("Reminder for an invoice I have paid",
            [
                "I received a second reminder with a fee for order {order}. I paid {amount} on the day of the order, proof attached. Please stop this.\n\n{customer}",
            ],
            "Second reminder although order {order} was paid. Has proof.",
            [
                "Dear {name},\n\nyour payment came without the order number and lay on a clearing account. It is booked now, the fee is gone, and there will be no further letters. I apologise.\n\n{agent}",
            ],
            [],
            "Clearing account has eleven more of these. Worth an hour of somebody's time.",
            "proof-of-payment.txt"),
        new("Gift card does not work at the till",
            [
                "The gift card my aunt bought ({amount}) is \"not active\" says the till in {shop}. Very embarrassing in front of the queue.\n\n{customer}",
            ],
            "Gift card over {amount} not active at the till in {shop}.",
            [
                "Hello {name},\n\nthe card was never switched on when it was sold. It is active now, with {amount} and five pounds from us for the queue.\n\n{agent}",
            ],
            []),
        new("Direct debit on the wrong day",
            [
                "We agreed on the 15th for the instalments of order {order}. You debited on the 1st and my bank charged me. I want that fee back.\n\n{customer}",
            ],
            "Instalment of {order} debited on the 1st instead of the 15th. Wants the bank's fee back.",
            [
                "Hello {name},\n\nthat was our mistake. The plan is set to the 15th, and if you send me the bank's note I pay the fee back.\n\n{agent}",
                "Thank you, the fee is on its way to you.\n\n{agent}",
            ],
            ["Here is the note from the bank."],
            null,
            "bank-note.txt"),
    ];
}
