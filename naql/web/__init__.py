"""The pages: views make plain dictionaries from records, render turns them into one HTML file."""
