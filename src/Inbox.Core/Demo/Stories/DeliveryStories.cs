namespace Inbox.Core.Demo.Stories;

internal static class DeliveryStories
{
    public static readonly Story[] All =
    [
        new("Parcel left outside in the rain",
            [
                "Hello,\n\nyour driver left my parcel on the doorstep although I was at home. The box is soaked through, the {product} inside as well. Order {order}, photo attached.\n\n{customer}",
                "Parcel {order} was put behind the bins. In the rain. I found it in the evening and the {product} does not start.\n\n{customer}",
            ],
            "Parcel left outside, wet through (order {order}). {product} does not start. Wants a replacement.",
            [
                "Hello {name},\n\nthat should not have happened. A new {product} leaves the warehouse today and this time the driver has to ring. You can throw the wet one away or keep it for parts.\n\n{agent}",
            ],
            [],
            "Third parcel on this tour that was left outside. Told the depot.",
            "parcel.png"),
        new("Tracking says delivered, nothing here",
            [
                "The tracking of order {order} says \"delivered, signed by R.\" There is no R. here and there is no parcel.\n\n{customer}",
                "Hi, my parcel was delivered according to your site, but not to me. I have asked all neighbours. Order {order}.\n\n{customer}",
            ],
            "Parcel marked as delivered, signed by somebody unknown (order {order}). Neighbours asked already.",
            [
                "Hello {name},\n\nthank you for asking the neighbours already. I have asked the driver for the place where the signature was taken and answer by tomorrow noon.\n\n{agent}",
                "Hello {name},\n\nit was handed over two streets away, same house number. The driver brings it to you tonight between 6 and 8.\n\n{agent}",
            ],
            ["All right, I will be at home tomorrow."],
            "GPS of the scan is 400 m away from the address."),
        new("Delivery on {day}? Need to know by today",
            [
                "Can you please tell me in which hours the {product} comes on {day}? I need to take half a day off. Order {order}.\n\n{customer}",
            ],
            "Asks for the delivery window of order {order} on {day}.",
            [
                "Hello {name},\n\nthe tour is planned: between 10:30 and 12:00. You get a message when the driver is half an hour away.\n\n{agent}",
            ],
            []),
        new("Wrong item in the parcel",
            [
                "I ordered a {product} and got a garden hose. I have no garden. Order {order}.\n\nBest\n{customer}",
                "There was somebody else's order in my box, with their delivery note and address. Mine is {order}. What shall I do with it?\n\n{customer}",
            ],
            "Wrong item delivered for order {order}. Will keep it for collection.",
            [
                "Hello {name},\n\na swap at the packing table, sorry. Your {product} is on its way, express, and the driver takes the other parcel along.\n\n{agent}",
                "Thank you for your patience, and for looking after the other parcel.\n\n{agent}",
            ],
            ["It came today, thanks. The other box is still here though."],
            null,
            "delivery-note.txt"),
        new("Address change for order {order}",
            [
                "Hello, I am moving on {day}. Can order {order} please go to the new address? 14 Canal Row, {shop}.\n\n{customer}",
            ],
            "Moves house; order {order} should go to the new address in {shop}.",
            [
                "Done: 14 Canal Row, {shop}. The parcel has not left yet, so nothing is delayed.\n\n{agent}",
            ],
            []),
        new("Half of the order is missing",
            [
                "Order {order} had two parts, the {product} and the cable set. Only one came, and the delivery note lists both. I cannot use one without the other.\n\n{customer}",
            ],
            "Half of order {order} is missing; the delivery note lists both parts.",
            [
                "Hello {name},\n\nthe second box was held at the depot because its label was torn. It has a new one and arrives on {day}.\n\n{agent}",
                "It was scanned onto the van this morning. If it is not with you by six, please call me.\n\n{agent}",
            ],
            ["Nothing has come yet, and it is evening."],
            "Depot: label torn, box found on the shelf for unknowns."),
        new("Driver refused to carry it upstairs",
            [
                "I paid for delivery to the flat, third floor. The driver put the box in the hall and drove off. I am 71. Order {order}.\n\n{customer}",
            ],
            "Paid for delivery to the flat, box was left in the hall. 71 years old, third floor.",
            [
                "Dear {name},\n\nI am ashamed of that. Two colleagues come today before six and carry it up, and you get the fee back.\n\n{agent}",
            ],
            [],
            "Refund of the carry-up fee asked from Billing."),
        new("Collection of the return never came",
            [
                "The courier should have collected my return ({order}) yesterday. I waited all day. Nobody came, nobody called.\n\n{customer}",
            ],
            "Return {order} was not collected although the customer waited all day.",
            [
                "Hello {name},\n\nthe collection was booked for the wrong week, by us. New date: {day} between 8 and 10, and I have asked the driver to call you before.\n\n{agent}",
            ],
            []),
    ];
}
