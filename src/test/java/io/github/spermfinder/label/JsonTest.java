package io.github.spermfinder.label;



class JsonTest {}
