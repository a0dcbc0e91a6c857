"""What is fetched from those who publish it: exchange rates, lists of denied parties."""
