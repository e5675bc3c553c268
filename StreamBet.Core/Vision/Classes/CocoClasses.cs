namespace StreamBet.Core.Vision.Classes;

/// <summary>The classes that the models know, in the models' order, with their names in Rekognition's taxonomy (version
/// 3.0).</summary>
/// <remarks>
/// <para>The calibration holds for all classes together. A single class may be much worse, and an error often repeats
/// from sample to sample, so that neighbouring samples do not expose it. Classes are therefore validated individually,
/// from two sources: the 135 labelled photographs of the calibration, and some 3,500 other pictures (2,706 photographs,
/// paintings, drawings and cut-outs, and 793 frames of clips, games, overlays and test patterns), on which findings
/// over 80 were checked.</para>
/// <para>A class is validated if it is not among the confusions below and exceeded 80 wrongly on at most two of the
/// 3,500 pictures, or rightly nine times in ten. Persons were right on 57 of 63 pictures (wrong: a chess pawn, a
/// statue, a doll, three road signs with children on them). Among some 70 pictures of other mammals, two were taken for
/// a dog (a lion, a pig), two for a horse (a gnu, a donkey), one for an elephant, one for a zebra and none for a cat or
/// a giraffe. The vehicles, the furniture, the ball and the racket were never wrong, the bottle once (a gas
/// bottle).</para>
/// <para>Not validated, because of these confusions: bird (drawn overlays, rabbits, dolphins), sheep, cow and bear
/// (each other, white dogs), airplane (keys, syringes, trumpets), clock (coins), frisbee (footballs, overlays), kite
/// (tents), umbrella (tents), cup and vase (flowerpots, fruit), the foods (each other, sweets), cell phone (cars from
/// above), remote (boxes), tv and keyboard (chessboards), train (drawn digits), the signs (each other). The other
/// classes hardly occurred; skis, snowboards, skateboards and surfboards were never found wrongly, but the pictures
/// showed none either.</para>
/// <para>"skis", "snowboard" and "mouse" have no label: the taxonomy has only the sports, and only the animal.</para>
/// </remarks>
internal static class CocoClasses
{
    public static readonly IReadOnlyList<CocoClass> All =
    [
        new("person", "Person", "Person Description", IsValidated: true),
        new("bicycle", "Bicycle", "Hobbies and Interests", IsValidated: true),
        new("car", "Car", "Vehicles and Automotive", IsValidated: true),
        new("motorcycle", "Motorcycle", "Vehicles and Automotive", IsValidated: true),
        new("airplane", "Airplane", "Vehicles and Automotive"),
        new("bus", "Bus", "Vehicles and Automotive", IsValidated: true),
        new("train", "Train", "Vehicles and Automotive"),
        new("truck", "Truck", "Vehicles and Automotive", IsValidated: true),
        new("boat", "Boat", "Vehicles and Automotive"),
        new("traffic light", "Traffic Light", "Transport and Logistics"),
        new("fire hydrant", "Fire Hydrant", "Public Safety"),
        new("stop sign", "Stopsign", "Transport and Logistics"),
        new("parking meter", "Parking Meter", "Vehicles and Automotive"),
        new("bench", "Bench", "Furniture and Furnishings"),
        new("bird", "Bird", "Animals and Pets"),
        new("cat", "Cat", "Animals and Pets", IsValidated: true),
        new("dog", "Dog", "Animals and Pets", IsValidated: true),
        new("horse", "Horse", "Animals and Pets", IsValidated: true),
        new("sheep", "Sheep", "Animals and Pets"),
        new("cow", "Cow", "Animals and Pets"),
        new("elephant", "Elephant", "Animals and Pets", IsValidated: true),
        new("bear", "Bear", "Animals and Pets"),
        new("zebra", "Zebra", "Animals and Pets", IsValidated: true),
        new("giraffe", "Giraffe", "Animals and Pets", IsValidated: true),
        new("backpack", "Backpack", "Apparel and Accessories"),
        new("umbrella", "Umbrella", "Everyday Objects"),
        new("handbag", "Handbag", "Apparel and Accessories"),
        new("tie", "Tie", "Apparel and Accessories"),
        new("suitcase", "Suitcase", "Everyday Objects"),
        new("frisbee", "Frisbee", "Sports"),
        new("skis", null, null),
        new("snowboard", null, null),
        new("sports ball", "Ball", "Sports", IsValidated: true),
        new("kite", "Kite", "Hobbies and Interests"),
        new("baseball bat", "Baseball Bat", "Sports"),
        new("baseball glove", "Baseball Glove", "Sports"),
        new("skateboard", "Skateboard", "Sports"),
        new("surfboard", "Surfboard", "Sports"),
        new("tennis racket", "Tennis Racket", "Sports", IsValidated: true),
        new("bottle", "Bottle", "Everyday Objects", IsValidated: true),
        new("wine glass", "Wine Glass", "Food and Beverage"),
        new("cup", "Cup", "Kitchen and Dining"),
        new("fork", "Fork", "Kitchen and Dining"),
        new("knife", "Knife", "Weapons and Military"),
        new("spoon", "Spoon", "Kitchen and Dining"),
        new("bowl", "Bowl", "Kitchen and Dining"),
        new("banana", "Banana", "Food and Beverage"),
        new("apple", "Apple", "Food and Beverage"),
        new("sandwich", "Sandwich", "Food and Beverage"),
        new("orange", "Orange", "Food and Beverage"),
        new("broccoli", "Broccoli", "Food and Beverage"),
        new("carrot", "Carrot", "Food and Beverage"),
        new("hot dog", "Hot Dog", "Food and Beverage"),
        new("pizza", "Pizza", "Food and Beverage"),
        new("donut", "Donut", "Food and Beverage"),
        new("cake", "Cake", "Food and Beverage"),
        new("chair", "Chair", "Furniture and Furnishings", IsValidated: true),
        new("couch", "Couch", "Furniture and Furnishings"),
        new("potted plant", "Potted Plant", "Home and Indoors"),
        new("bed", "Bed", "Home and Indoors", IsValidated: true),
        new("dining table", "Dining Table", "Furniture and Furnishings"),
        new("toilet", "Toilet", "Home and Indoors", IsValidated: true),
        new("tv", "TV", "Technology and Computing"),
        new("laptop", "Laptop", "Technology and Computing"),
        new("mouse", null, null),
        new("remote", "Remote Control", "Technology and Computing"),
        new("keyboard", "Computer Keyboard", "Technology and Computing"),
        new("cell phone", "Mobile Phone", "Technology and Computing"),
        new("microwave", "Microwave", "Home Appliances"),
        new("oven", "Oven", "Home Appliances"),
        new("toaster", "Toaster", "Home Appliances"),
        new("sink", "Sink", "Home and Indoors"),
        new("refrigerator", "Refrigerator", "Home Appliances"),
        new("book", "Book", "Hobbies and Interests"),
        new("clock", "Clock", "Everyday Objects"),
        new("vase", "Vase", "Furniture and Furnishings"),
        new("scissors", "Scissors", "Tools and Machinery"),
        new("teddy bear", "Teddy Bear", "Hobbies and Interests"),
        new("hair drier", "Blow Dryer", "Tools and Machinery"),
        new("toothbrush", "Toothbrush", "Beauty and Personal Care"),
    ];

    private static readonly Dictionary<string, int> Numbers =
        All.Select((known, number) => (known.Name, number)).ToDictionary(pair => pair.Name, pair => pair.number);

    /// <summary>The class with this COCO name.</summary>
    /// <exception cref="KeyNotFoundException">There is no such class.</exception>
    public static CocoClass Find(string name) => All[NumberOf(name)];

    /// <summary>The number of the class with this COCO name.</summary>
    /// <exception cref="KeyNotFoundException">There is no such class.</exception>
    public static int NumberOf(string name) => Numbers[name];
}
