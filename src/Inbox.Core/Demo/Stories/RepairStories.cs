namespace Inbox.Core.Demo.Stories;

internal static class RepairStories
{
    public static readonly Story[] All =
    [
        new("Repair took six weeks and the fault is back",
            [
                "Hello,\n\nmy {product} came back from repair on {day} and shows the very same fault: it switches itself off after ten minutes. I was without it for six weeks. Order {order}.\n\nWhat now?\n\n{customer}",
                "I sent my {product} in for repair (order {order}). It is back, and nothing has changed. The sheet in the box says \"no fault found\". I can film the fault for you if that helps.\n\n{customer}",
            ],
            "{product} back from repair with the same fault (order {order}). Six weeks without it, no interim news. Wants to know who looks at it now.",
            [
                "Hello {name},\n\nI am sorry: six weeks for nothing is not what we promise. Could you send me a short film of the fault? The workshop then knows what to look for, and I will keep your case until it is done.\n\n{agent}",
                "Thank you, the film shows it well. A courier collects the {product} on {day}; the workshop knows that this is the second repair and changes the board.\n\n{agent}",
                "The workshop has changed the board and let it run for a day. It leaves today by courier, and we have paid back your shipping. Tell me if anything is left.\n\n{agent}",
            ],
            ["Here is the film. You can see it at 0:40.", "Collected this morning. Please keep me posted this time."],
            "Second repair of the same unit. If the board is not the cause we should replace it instead of sending it a third time.",
            "fault.png"),
        new("Repair, third time: please just replace it",
            [
                "This is the third time that the {product} goes in for repair. Order {order}. Twice it came back as it was. I do not want it repaired again, I want one that works.\n\n{customer}",
            ],
            "Third repair of the same {product}, order {order}. Caller calm but at the end of their patience; asks for a replacement.",
            [
                "Dear {name},\n\nyou are right, three times is enough. I have asked the workshop for both reports and decide about a replacement by {day}. You will hear from me and nobody else.\n\n{agent}",
                "Dear {name},\n\na new {product} is packed and leaves today. Keep the old one until it has arrived; the courier takes it back at the door.\n\n{agent}",
            ],
            ["Thank you for taking this on. I will wait until {day}, not longer."],
            "Both workshop reports say \"no fault found\", but the serial number is in the batch with the weak solder joint."),
        new("Where is my laptop?",
            [
                "Hello, I handed in my laptop at the {shop} store for repair three weeks ago. The receipt says ten working days. The store says it is at the workshop, the workshop does not pick up the phone. Where is it?\n\n{customer}",
                "Order {order}, laptop in repair since last month. Nobody can tell me where it is. I need it for work.\n\nRegards\n{customer}",
            ],
            "Laptop in repair since three weeks, handed in at {shop}. Store and workshop point at each other. Needs it for work.",
            [
                "Hello {name},\n\nit is at the workshop in the queue for parts; the display cable came in yesterday. I have asked them for a date and write to you tomorrow, whether I have one or not.\n\n{agent}",
                "Hello {name},\n\nthe repair was finished this morning. It is at the {shop} store for you from {day} noon. I am sorry for the silence.\n\n{agent}",
            ],
            ["Tomorrow is fine, as long as somebody writes at all."],
            "Workshop confirms: waited for a display cable, nobody told the customer."),
        new("Keyboard of the {product} repaired with the wrong layout",
            [
                "Hi, the keyboard was changed under warranty, thank you, but now it has a German layout. Z and Y are swapped. Photo attached.\n\n{customer}",
            ],
            "Keyboard changed under warranty, but with a German layout. Wants the right one.",
            [
                "Hi {name},\n\nthat must be fun to type on. A British keyboard is reserved for you: bring it to the {shop} store any day, it takes half an hour while you wait.\n\n{agent}",
            ],
            [],
            null,
            "keyboard.png"),
        new("Estimate for repair seems too high",
            [
                "Good morning, the estimate for the repair of my {product} is {amount}. A new one costs hardly more. Is that really right?\n\n{customer}",
            ],
            "Asks whether the estimate of {amount} for the repair is right; a new one costs hardly more.",
            [
                "Good morning {name},\n\nthe estimate counts a whole display although only the hinge is broken. I have asked for a new one and expect it by {day}.\n\n{agent}",
                "The new estimate is a third of the old one: hinge and labour, no display. Shall we go ahead?\n\n{agent}",
                "Done, it is in work. You get a message when it is ready.\n\n{agent}",
            ],
            ["Thanks for looking into it.", "Yes please, go ahead."]),
        new("Battery swollen, is it safe?",
            [
                "The back of my {product} is bending, I think the battery is swollen. Is it safe to keep it in the house? Order {order}.\n\n{customer}",
            ],
            "Battery of the {product} seems swollen. Told the caller to switch it off and not to charge it.",
            [
                "Please switch it off, do not charge it and keep it away from anything that burns. A special courier with a fire-proof bag comes tomorrow between 9 and 12. You need not pay for anything.\n\n{agent}",
                "The bag has arrived here. Your new battery is in, and the {product} travels back to you today.\n\n{agent}",
            ],
            ["The courier was here, very friendly."],
            "Safety case: report to the product team as well."),
        new("Data on my laptop after the repair",
            [
                "My laptop came back from the repair partner and it is empty. Nobody told me to make a backup! There were my daughter's school papers on it. Order {order}.\n\n{customer}",
            ],
            "Laptop came back empty after repair. Very upset; asks whether the old disk still exists.",
            [
                "Dear {name},\n\nI am sorry. The workshop keeps swapped disks for 30 days, so there is hope: I have asked them to hold yours back and to look.\n\n{agent}",
                "Good news: the disk was still there and is readable. A copy is on its way on a USB stick.\n\n{agent}",
            ],
            ["Please do, it means a lot to us."],
            "Asked the workshop to hold back the disk. The counter in {shop} must mention backups."),
    ];
}
