namespace Inbox.Core.Demo.Stories;

internal static class ShopStories
{
    public static readonly Story[] All =
    [
        new("Is the {shop} branch open on Sunday?",
            [
                "Hello, your site says 10 to 4 on Sundays, the sign at the door says closed. Which is it?\n\n{customer}",
                "Quick question: opening hours of the {shop} store at the weekend? Map and site disagree.\n\nThanks\n{customer}",
            ],
            "Asks for the opening hours of the {shop} store on Sunday; site and door disagree.",
            [
                "Hello {name},\n\nthe site is right: 10 to 4. The sign at the door is from last winter and comes off today. Thank you for telling us!\n\n{agent}",
            ],
            []),
        new("Exchange for a larger size",
            [
                "Hi, the sleeve I bought for my {product} is one size too small. Can I swap it at the {shop} store without the receipt? Order {order}.\n\n{customer}",
            ],
            "Wants to exchange a sleeve for a larger one in {shop}, without receipt.",
            [
                "Hi {name},\n\nyes, show them this mail with the order number. They keep one for you until {day}.\n\n{agent}",
            ],
            []),
        new("Site says 20% off, the till said no",
            [
                "Your own site says 20% off the {product}. At the till in {shop} they had never heard of it. I paid the full price because I needed it. Which is true?\n\n{customer}",
            ],
            "Till in {shop} did not know of the 20% sale; paid the full price.",
            [
                "Hello {name},\n\nthe site is true, and the store should have known. The 20% are on their way back to your card.\n\n{agent}",
                "It left today. I have also told the store, so that the next one does not have to argue.\n\n{agent}",
            ],
            ["Thanks. When will I see the money?"],
            "Marketing started the sale a day before the briefing reached the stores."),
        new("Password reset mail never arrives",
            [
                "I cannot log in to see my order {order}. I asked for a new password five times, no mail. Yes, I looked in spam.\n\n{customer}",
            ],
            "Reset mail for the password does not arrive. Needs to see order {order}.",
            [
                "Hello {name},\n\nour mails to you bounced last month, so the shop stopped sending. I have lifted the stop: please try once more.\n\n{agent}",
            ],
            []),
        new("Question about the {product}",
            [
                "Does the {product} work with two screens? The page only says \"external display\".\n\nThanks, {customer}",
                "Hi! Can I use the {product} abroad, at 110 volts? I am going on a long trip.\n\n{customer}",
            ],
            "Asks about technical details of the {product}.",
            [
                "Hello {name},\n\nyes, it does. The manual says so on page 12, and I have asked for the page of the shop to say so as well.\n\n{agent}",
            ],
            []),
        new("Warranty card lost",
            [
                "I cannot find the warranty card of my {product}. Is the receipt enough? Order {order}.\n\n{customer}",
            ],
            "Lost the warranty card of the {product}; has the receipt.",
            [
                "Hello {name},\n\nthe order number is enough, we have all the rest. Nothing else is needed.\n\n{agent}",
            ],
            []),
        new("Missing screws for the {product}",
            [
                "The bag with the screws is missing. Could you send one? Order {order}, part B4 in the manual.\n\n{customer}",
            ],
            "Bag of screws (part B4) missing in order {order}.",
            [
                "Hello {name},\n\na bag of B4 goes out in today's letter post, with two screws too many, since they like to roll away.\n\n{agent}",
            ],
            []),
        new("A kind word for the {shop} store",
            [
                "I just want to say that the young man at the {shop} store stayed half an hour after closing to find my order {order}. Please tell his manager.\n\n{customer}",
            ],
            "Praise for a colleague in {shop} who stayed after closing.",
            [
                "Dear {name},\n\nthank you for taking the time. I read it out in the morning meeting, and he went quite red.\n\n{agent}",
            ],
            []),
        new("Newsletter although I unsubscribed",
            [
                "I unsubscribed three times. Today the next one came. Please stop.\n\n{customer}",
            ],
            "Still gets the newsletter after unsubscribing three times.",
            [
                "Hello {name},\n\nyour address was on two lists, and the link only took it off one. It is off both now. Sorry!\n\n{agent}",
            ],
            []),
        new("Cannot reach you by phone",
            [
                "I was on hold for 35 minutes and then the line went dead. Twice. All I want is to know whether the {product} is in stock in {shop}.\n\n{customer}",
            ],
            "Was on hold for 35 minutes before and was cut off. Asks for stock of the {product} in {shop}.",
            [
                "Hello {name},\n\nI am sorry about the wait. Yes: {shop} has four of them, and I had one put aside in your name until {day}.\n\n{agent}",
            ],
            [],
            "Hold music ends after 35 minutes and drops the call. Reported to the phone people."),
    ];
}
